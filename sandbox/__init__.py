"""An emulated AWS account on this machine: moto on 127.0.0.1, corrected where AWS answers otherwise.

`sandbox.server.Sandbox` starts and stops the account. `sandbox.handmade.make_dev` makes DEV in it as a person did in
the console; `sandbox.seeded.make_any` makes an environment of another shape. `python -m sandbox` does both.
The sandbox imports no other room of the project: it is an independent witness of what the code imports.
"""
