"""The faults that are not an answer of AWS, as rows: each named, so that the test that makes it happen can be found."""

from tests.faults.row import Fault
from tests.faults.schema_rows import Schema
from tests.faults.state_rows import State
from tests.faults.surroundings.installation_rows import Installation
from tests.faults.surroundings.rows import Surroundings

AGAIN = "run the same command again"
NOTHING_BEGUN = "everything: it stops before anything is read or written"


class Identity:
    """Credentials, account and state."""

    NO_CREDENTIALS = Fault(
        name="missing credentials",
        sees="error: no credentials for aws: Unable to locate credentials",
        kept=NOTHING_BEGUN,
        cure="log in again, or set AWS_PROFILE or the AWS_* variables of credentials that may read this account",
    )
    PROFILE = Fault(
        name="wrong profile",
        sees="error: no credentials for aws: the profile nobody could not be found",
        kept=NOTHING_BEGUN,
        cure="correct AWS_PROFILE; aws configure list-profiles shows the profiles there are",
    )
    ENDED = Fault(
        name="a session that ends in the middle of an apply, and cannot be renewed",
        sees="error: the apply to dev could not write its state, which is kept in …/private/dev/errored.tfstate: …",
        kept="the new state, in a private file; no plan is made against the older state",
        cure="counterpromo recover dev",
    )
    ACCOUNT = Fault(
        name="wrong account",
        sees="refused: the credentials are … of account …, from …; the settings are for account 123456789012",
        kept=NOTHING_BEGUN,
        cure="use credentials of account 123456789012 (AWS_PROFILE)",
    )
    REGION = Fault(
        name="wrong region",
        sees="refused: AWS_REGION=us-east-1, the settings say eu-west-2",
        kept=NOTHING_BEGUN,
        cure="export AWS_REGION=eu-west-2 AWS_DEFAULT_REGION=eu-west-2, or leave both out",
    )
    WORKSPACE = Fault(
        name="wrong workspace, by TF_WORKSPACE",
        sees="refused: TF_WORKSPACE selects the Terraform workspace other, and this project uses no workspaces",
        kept=NOTHING_BEGUN,
        cure="unset TF_WORKSPACE",
    )
    SELECTED = Fault(
        name="wrong workspace, selected in the stack's folder",
        sees="refused: …/.terraform/environment selects the Terraform workspace other, "
        "and this project uses no workspaces",
        kept=NOTHING_BEGUN,
        cure="rm …/.terraform/environment",
    )
    STATE_KEY = Fault(
        name="wrong state key: another environment's state",
        sees="refused: the state is not that of dev: … of its … names differ from the code: … is "
        "…prod…, expected …dev…",
        kept="both states: nothing is written after the plan",
        cure="set state.key in envs/dev.toml to that of dev; the other state was not touched",
    )
    STATE_OF_OTHERS = Fault(
        name="wrong state key: a state of something else",
        sees="refused: the state is not that of dev: none of its … resources is in the code: …",
        kept="both states: nothing is written after the plan",
        cure="set state.key in envs/dev.toml to that of dev; the other state was not touched",
    )


class Machine:
    """This machine: disk, terminal, programs."""

    DISK_FULL = Fault(
        name="disk full while files of the environment are written",
        sees="error: the disk is full: File too large…",
        kept="each file is the old one or the new one, never a part of one",
        cure="make room and run the same command again",
    )
    DISK_FULL_SYNTH = Fault(
        name="disk full while the stacks are written",
        sees="error: the disk is full: …",
        kept="settings and state; the stacks are written anew by the next run",
        cure="make room and run the same command again",
    )
    DISK_FULL_PLAN = Fault(
        name="disk full while the plan is saved",
        sees="error: …",
        kept="the state, and the lock is released",
        cure="make room … run the same command again",
    )
    NO_TERMINAL = Fault(
        name="no terminal to ask on",
        sees="refused: the command asks before it writes, and there is no terminal to ask on",
        kept=NOTHING_BEGUN,
        cure="add --yes",
    )
    NO_TERRAFORM = Fault(
        name="terraform missing",
        sees="error: terraform is not on the PATH",
        kept=NOTHING_BEGUN,
        cure="install terraform 1.11 or later: https://developer.hashicorp.com/terraform/install",
    )
    OLD_TERRAFORM = Fault(
        name="terraform too old",
        sees="error: terraform 1.10.5 at … is older than 1.11",
        kept=NOTHING_BEGUN,
        cure="install terraform 1.11 or later: https://developer.hashicorp.com/terraform/install",
    )
    TOFU = Fault(
        name="another program named terraform",
        sees="error: … is not terraform: it prints 'OpenTofu v1.11.1'",
        kept=NOTHING_BEGUN,
        cure="install terraform 1.11 or later: https://developer.hashicorp.com/terraform/install",
    )
    BROKEN_TERRAFORM = Fault(
        name="terraform for another processor",
        sees="error: … does not run: Exec format error",
        kept=NOTHING_BEGUN,
        cure="install terraform 1.11 or later: https://developer.hashicorp.com/terraform/install",
    )
    NO_NODE = Fault(
        name="node missing",
        sees="error: node is not on the PATH, and the synth needs it",
        kept=NOTHING_BEGUN,
        cure="install Node 22: https://nodejs.org",
    )
    HUGE_PLAN = Fault(
        name="plan file of 200 MB",
        sees="blocked  plan: the plan's JSON does not have the form that terraform show -json writes (it is larger "
        "than 64 MiB) [plan-unreadable]",
        kept="everything: the rest of the file is not read",
        cure="plan again with terraform 1.11 or later, without -target and -refresh-only",
    )
    OLD_NODE = Fault(
        name="node too old",
        sees="error: node 18.19.1 at … is older than 20",
        kept=NOTHING_BEGUN,
        cure="install Node 22: https://nodejs.org",
    )


class Settings:
    """The settings file, and the files of an import."""

    BAD_UTF8 = Fault(
        name="bad UTF-8",
        sees="error: …dev.toml: not UTF-8 at byte …",
        kept=NOTHING_BEGUN,
        cure="save …dev.toml as UTF-8",
    )
    TEN_THOUSAND_KEYS = Fault(
        name="10,000 unknown keys",
        sees="error: …dev.toml: 10000 faults; key_0 = 1: is not a known key; …; and 9950 faults more",
        kept=NOTHING_BEGUN,
        cure="edit …dev.toml",
    )
    UNKNOWN_KEY = Fault(
        name="unknown key",
        sees="error: …dev.toml: 1 fault; network.cider = 10.0.0.0/8: is not a known key",
        kept=NOTHING_BEGUN,
        cure="edit …dev.toml",
    )
    WRONG_TYPE = Fault(
        name="wrong type",
        sees="error: …dev.toml: 1 fault; database.backup_days = seven: must be a whole number",
        kept=NOTHING_BEGUN,
        cure="edit …dev.toml",
    )
    TOO_DEEP = Fault(
        name="tables nested 100,000 deep",
        sees="error: …dev.toml: nested too deeply",
        kept=NOTHING_BEGUN,
        cure="edit …dev.toml",
    )
    MERGE_CONFLICT = Fault(
        name="marks of a merge conflict",
        sees="error: …dev.toml has a merge conflict at line …",
        kept=NOTHING_BEGUN,
        cure="resolve the conflict in …dev.toml, and run the same command again",
    )
    HUGE_NUMBER = Fault(
        name="a number of 5,000 digits",
        sees="error: …dev.toml: not TOML: …",
        kept=NOTHING_BEGUN,
        cure="edit …dev.toml",
    )
    ID_TWICE = Fault(
        name="import id twice in the file",
        sees="error: …dev.imports.json: aws_sqs_queue.jobs and aws_sqs_queue.spare have the same id …",
        kept=NOTHING_BEGUN,
        cure="git checkout …dev.imports.json, or import again",
    )
    ID_GONE = Fault(
        name="import id of a resource that was deleted",
        sees="error: … is to be imported, and AWS does not have it any more […]…",
        kept="state and files: the plan ends without a change",
        cure="counterpromo import dev searches again; if the resource was deleted on purpose, "
        "remove its line from dev.imports.json",
    )
    ID_CHANGED = Fault(
        name="a live resource is deleted between discovery and plan",
        sees="1 resources set aside: the next import tries again",
        kept="all else is adopted; the address is in dev.gaps.json, so no plan creates it",
        cure="counterpromo import dev --apply",
    )
    ID_OF_ANOTHER = Fault(
        name="import id of no resource, which the provider answers with another resource",
        sees="refused: …: the import would change live resources; …: asked for …, but … came back",
        kept="state and files",
        cure="change the settings until they describe the live resources",
    )


class Secrets:
    """Secrets, and files that may hold them."""

    WRITTEN = Fault(
        name="secrets and SecureStrings with values in them",
        sees="nothing: no value is read, so none is in a file, log, report, plan, state or error",
        kept="names and ARNs are adopted; a SecureString is a stray, and nothing changes it",
        cure="none is needed",
    )
    LEFT_BEHIND = Fault(
        name="plan left behind by `kill -9`",
        sees="nothing: it is for this user only, and a later run takes away what is older than a day",
        kept="plans of runs that still work",
        cure="none is needed; at once: rm -r /tmp/counterpromo-*",
    )
    PRIVATE = Fault(
        name="others on the same machine",
        sees="nothing: saved plans and copies of states are for this user only (600) and gone after use",
        kept="two files stay: a state that could not be written, and the copy of a state that an import makes first",
        cure="none is needed",
    )


GROUPS = (Identity, Surroundings, Installation, State, Machine, Settings, Secrets, Schema)
