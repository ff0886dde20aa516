"""The checks of checkov, each with the control of our baseline that judges the same.

checkov is a development tool with many dependencies: it runs in an environment of its own, never in that of this
project. https://www.checkov.io/5.Policy%20Index/terraform.html
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from audit.safety.judge import Safety, State

PROGRAM = Path(__file__).resolve().parent.parent.parent / ".checkov" / "bin" / "checkov"
CONTROL_OF: Mapping[str, str] = {
    "CKV2_AWS_11": "EC2.6",
    "CKV2_AWS_12": "EC2.2",
    "CKV2_AWS_20": "ELB.1",
    "CKV2_AWS_28": "ELB.16",
    "CKV2_AWS_30": "CP.RDS.4",
    "CKV2_AWS_31": "WAF.11",
    "CKV2_AWS_34": "CP.SSM.1",
    "CKV2_AWS_38": "CP.Route53.1",
    "CKV2_AWS_57": "SecretsManager.1",
    "CKV2_AWS_6": "S3.1",
    "CKV2_AWS_61": "S3.13",
    "CKV2_AWS_62": "S3.11",
    "CKV2_AWS_69": "RDS.38",
    "CKV2_AWS_71": "ACM.2",
    "CKV2_AWS_76": "ELB.16",
    "CKV_AWS_2": "ELB.1",
    "CKV_AWS_7": "KMS.4",
    "CKV_AWS_16": "RDS.3",
    "CKV_AWS_17": "RDS.2",
    "CKV_AWS_18": "S3.9",
    "CKV_AWS_19": "S3.17",
    "CKV_AWS_20": "S3.2",
    "CKV_AWS_21": "S3.14",
    "CKV_AWS_23": "EC2.18",
    "CKV_AWS_24": "EC2.53",
    "CKV_AWS_25": "EC2.53",
    "CKV_AWS_26": "SNS.1",
    "CKV_AWS_27": "SQS.1",
    "CKV_AWS_33": "KMS.5",
    "CKV_AWS_51": "ECR.2",
    "CKV_AWS_65": "ECS.12",
    "CKV_AWS_91": "ELB.5",
    "CKV_AWS_103": "ELB.17",
    "CKV_AWS_118": "RDS.6",
    "CKV_AWS_129": "RDS.36",
    "CKV_AWS_130": "EC2.15",
    "CKV_AWS_131": "ELB.4",
    "CKV_AWS_133": "RDS.11",
    "CKV_AWS_136": "ECR.5",
    "CKV_AWS_144": "S3.7",
    "CKV_AWS_145": "S3.17",
    "CKV_AWS_149": "CP.SecretsManager.1",
    "CKV_AWS_150": "ELB.6",
    "CKV_AWS_157": "RDS.5",
    "CKV_AWS_158": "CP.Logs.1",
    "CKV_AWS_161": "RDS.10",
    "CKV_AWS_163": "ECR.1",
    "CKV_AWS_211": "CP.RDS.5",
    "CKV_AWS_226": "RDS.13",
    "CKV_AWS_260": "EC2.18",
    "CKV_AWS_293": "RDS.8",
    "CKV_AWS_300": "S3.13",
    "CKV_AWS_333": "ECS.2",
    "CKV_AWS_334": "ECS.4",
    "CKV_AWS_335": "ECS.3",
    "CKV_AWS_336": "ECS.5",
    "CKV_AWS_338": "CloudWatch.16",
    "CKV_AWS_353": "CP.RDS.1",
    "CKV_AWS_354": "CP.RDS.2",
    "CKV_AWS_378": "ELB.22",
    "CKV_AWS_382": "CP.EC2.1",
}
# Checks that fail where our control holds, with the reason why it does.
HELD_BECAUSE: Mapping[str, str] = {
    "CKV_AWS_211": "the emulator names an authority that RDS does not have; the default of RDS is current",
    "CKV2_AWS_76": "AWSManagedRulesKnownBadInputsRuleSet blocks attacks on Log4j; the list of anonymous addresses, "
    "which checkov expects beside it, would block customers with a VPN",
    "CKV2_AWS_34": "the parameters hold names and addresses; credentials are in Secrets Manager",
    "CKV_AWS_260": "port 80 answers with a redirect to HTTPS alone",
    "CKV_AWS_336": "the plan does not know the container definitions before the apply; the code sets the argument",
}


def failed_checks(plan: Path) -> list[Mapping[str, Any]]:
    """Returns the failed checks of a plan in JSON, each with `check_id` and `resource`."""
    words = ["-f", str(plan), "--framework", "terraform_plan", "-o", "json", "--quiet", "--compact", "--skip-download"]
    ended = subprocess.run(
        [str(PROGRAM), *words], env=os.environ | {"LOG_LEVEL": "ERROR"}, capture_output=True, text=True, check=False
    )
    assert ended.returncode in (0, 1), ended.stderr
    report = json.loads(ended.stdout)
    found: list[Mapping[str, Any]] = report["results"]["failed_checks"]
    return found


def unexplained(failed: list[Mapping[str, Any]], safety: Safety) -> Iterator[str]:
    """Yields each failed check that is no finding of ours, no exception, and has no known reason."""
    states: dict[tuple[str, str], set[State]] = {}
    for one in safety.results:
        states.setdefault((one.control.id, one.resource), set()).add(one.state)
    for check in failed:
        id_, resource = str(check["check_id"]), str(check["resource"])
        known = states.get((CONTROL_OF.get(id_, ""), resource), set())
        if known & {State.FAILED, State.ACCEPTED, State.INHERITED}:
            continue
        if State.HELD in known and id_ in HELD_BECAUSE:
            continue
        yield f"{id_} {resource}: {check.get('check_name')} ({CONTROL_OF.get(id_, 'no control')})"
