"""The command line `counterpromo`: everything a person types, every run of terraform, everything that asks or shows.

    app -> doctor | bootstrap | adopt (`import`) | change (`plan`, `apply`) | demo
           each: account (whose credentials) -> synth (the only door to cdktf)
                 -> terraform (the only place that runs it) -> planned, guard (pure)
                 -> summary, terminal (what is shown and asked)

`imports` finds, matches and proves; this room drives it. The JSON on disk is the only bridge to the synth.
"""
