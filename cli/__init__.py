"""The command line `counterpromo`: parses options, asks before anything is written, and prints results.

    app -> commands (names, options, help) -> operations (what a command does) and workflows (`pipeline`)
           show (results and events as text), terminal (print, progress, questions), demo

A command that writes prepares its operation, shows what it would do, asks, and carries it out.
"""
