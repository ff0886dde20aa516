#!/bin/sh
# The Node that jsii starts for its kernel. With this option the kernel links packages rather than copying them; in
# NODE_OPTIONS it would reach other programs too.
# What NODE_DEBUG prints would fill the pipe in which jsii waits for answers.
unset NODE_DEBUG NODE_DEBUG_NATIVE
exec node --preserve-symlinks "$@"
