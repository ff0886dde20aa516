"""Adopting what was made by hand: from a live account to terraform's state, without touching anything.

The stages, each a type or a file one can open:

    live account -> discovery -> [Found] + stack -> [Declared] -> match -> shape -> settings -> stack -> match again
                 -> ids -> blocks -> plan -> capture -> proof -> report

    with Aws(region=..., account_id=...) as aws:                         imports.aws: locked to reading
        inventory = discover(aws, settings)                              imports.discovery: Inventory(found, ...)
    document = declared.read_document(stack)                             imports.declared
    outcome = match(declared.from_document(document), inventory.found,   imports.match: Outcome(matched, missing,
                    near=surroundings.near(settings))                                       ambiguous, strays)
    changes = shape(outcome, inventory.found, settings)                  modules.shape: how many of what, until {}
    blocks.write(blocks.with_imports(document, outcome.ids), stack)      imports.blocks
    proof = prove(plan, outcome.ids)                                     imports.proof: Proof(counts, findings)
    report.write(report.build(...), path)                                imports.report

`discover_account` and `match` without `near` do the same for stack `account`. Nothing here runs terraform or writes to
AWS. Every error is an envs.errors.CounterPromoError: Refused where looking was cut short, so that nothing is concluded
from it. One file an area holds how it is found, what matches it and what shape it has; `areas` and `shape` list them.
"""
