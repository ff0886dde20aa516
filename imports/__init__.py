"""Adopts an environment that was built by hand: live resources go into Terraform's state, and nothing changes in AWS.

    live account -> discovery -> [Found]  ┐
    cdk.tf.json  -> declared  -> [Declared] ┴ match -> Outcome -> shape -> changed settings -> synth -> match again
                 -> ids_file, pins_file -> import blocks -> plan -> capture, pins -> proof -> report

    with Aws(region=..., account_id=...) as aws:                           aws.reader: clients that only read
        inventory = look(aws, settings, into=areas)                        imports.discovery: Inventory(found, ...)
    outcome = match(declared.read(folder), inventory.found, rules=rules)   imports.matching.match: Outcome(matched, ...)
    proof = prove(plan, outcome.ids)                                       imports.proof: Proof(counts, findings)
    report.write(report.build(...), path)                                  imports.files.report

This package knows no AWS service: `modules/registry.py` lists the discovery, match rules and shapes of each service,
and `modules/stages.py` passes them to these functions. Nothing here writes to AWS. Every error is a CounterPromoError;
Refused means that AWS was not read completely, so a resource that was not seen may exist.
"""
