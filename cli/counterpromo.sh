#!/bin/sh
# The command `counterpromo`, as it is installed into .venv/bin: starts cli/app.py with the Python beside it.
# -I keeps out PYTHONPATH, PYTHONHOME, the other variables of Python and the current folder: a module that lies there
# under the name of a package (boto3.py, typing.py) would be loaded in its place.
bin=${0%/*} # no other program is needed so far: the PATH may be empty
if [ ! -e "$bin/../pyvenv.cfg" ]; then # a link to this file
	bin=$(readlink -f "$0")
	bin=${bin%/*}
fi
if [ ! -x "$bin/python" ]; then
	printf 'error: there is no Python at %s/python, or it does not run\ntry: make install, in the checkout\n' "$bin" >&2
	exit 1
fi
exec "$bin/python" -I -m cli.app "$@"
