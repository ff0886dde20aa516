"""An AWS account on this machine: moto on loopback, put right where AWS answers otherwise, with DEV made by hand in it.

`sandbox.server.Sandbox` starts and stops it, `sandbox.handmade.make_dev` fills it with DEV, `sandbox.seeded.make_any`
with an environment of any shape a person might have made; `python -m sandbox` does both, in a terminal.
This room knows no other room of the project: it is the independent witness of what the code is supposed to adopt.
"""
