"""The faults of an installation and of a checkout, as rows."""

from tests.faults.row import Fault

MADE_ANEW = ".venv does not work in this folder, and is made anew"
NO_CURE = "none is needed"


class Installation:
    """Installation and checkout."""

    OTHER_PYTHON = Fault(
        name="a Python that the locked packages do not run on: `make install PYTHON=python3.14`",
        sees="error: Python 3.11 to 3.13 is needed, and … is Python 3.14.0",
        kept="everything: .venv stays as it is",
        cure="make PYTHON=python3.13 install-runtime",
    )
    PYTHON_GONE = Fault(
        name="the Python of .venv is upgraded away",
        sees=MADE_ANEW,
        kept="settings and state",
        cure=NO_CURE,
    )
    MOVED = Fault(
        name="the checkout is moved or copied to another folder",
        sees=MADE_ANEW,
        kept="settings and state",
        cure=NO_CURE,
    )
    LINE_ENDS = Fault(
        name="a checkout with core.autocrlf, as Git for Windows sets it",
        sees="nothing: .gitattributes gives scripts and lock files LF in every checkout",
        kept="everything",
        cure=NO_CURE,
    )
    MARK = Fault(
        name="a settings file with a byte order mark, as Notepad writes it",
        sees="nothing: the file is read, and edited, without the mark",
        kept="everything",
        cure=NO_CURE,
    )
    ASCII = Fault(
        name="LC_ALL=C, and a path with other characters than ASCII",
        sees="nothing: the path is read and shown as it is",
        kept="everything",
        cure=NO_CURE,
    )
    HOME = Fault(
        name="a home folder that cannot be written (`docker run --user`), or HOME not set",
        sees="nothing: jsii, uv and npm use another folder as their cache, or none",
        kept="everything",
        cure=NO_CURE,
    )
    OTHER_TERRAFORM = Fault(
        name="a saved plan of another Terraform",
        sees="error: the saved plan was made by terraform 1.12.0, and this is terraform 1.11.4",
        kept="the state: nothing of the plan is applied",
        cure="install terraform 1.12.0, or plan again and have that plan reviewed: counterpromo plan ENV --save",
    )
    SHADOWS = Fault(
        name="a module under the name of a package (boto3.py, typing.py) on PYTHONPATH or in the current folder, or a "
        "PYTHONHOME of another Python",
        sees="nothing: counterpromo starts its own Python without the variables of Python and without these folders",
        kept="everything",
        cure=NO_CURE,
    )
    WIDTH = Fault(
        name="a terminal that says it is no column wide (COLUMNS=0)",
        sees="nothing: the result is shown as in a terminal of 80 columns",
        kept="everything",
        cure=NO_CURE,
    )
