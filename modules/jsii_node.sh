#!/bin/sh
# The Node that jsii starts for its kernel. With this option the kernel links packages rather than copying them; in
# NODE_OPTIONS it would reach other programs too.
exec node --preserve-symlinks "$@"
