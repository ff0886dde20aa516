"""The faults of state, lock and interrupted runs, as rows."""

from tests.faults.row import GONE, Fault

AGAIN = "run the same command again"


class State:
    """State, lock, and interrupted runs."""

    LOCK_HELD = Fault(
        name="lock held, in DynamoDB and as a lock file",
        sees="error: the state is locked: Apply by … since … (lock …) […]",
        kept="the state, and the other run goes on",
        cure="wait until that run has ended; if it died: counterpromo unlock dev",
    )
    LOCK_FILE_HELD = Fault(
        name="lock held, as a lock file only",
        sees="error: the state is locked: Apply by … since … (lock …) […]",
        kept="the state, and the other run goes on",
        cure="wait until that run has ended; if it died: counterpromo unlock dev",
    )
    LOCK_DENIED = Fault(
        name="lock table denied",
        sees="error: not allowed to call dynamodb:PutItem (AccessDeniedException) […]",
        kept="the state: without a lock nothing is read",
        cure="grant dynamodb:PutItem to these credentials",
    )
    LOCK_UNSEEN = Fault(
        name="lock table denied to `unlock`",
        sees="refused: not allowed to call dynamodb:GetItem (AccessDeniedException)",
        kept="the lock: a denied read does not mean that there is no lock",
        cure="grant dynamodb:GetItem to these credentials",
    )
    RELEASE_DENIED = Fault(
        name="lock could not be released",
        sees="error: the lock … could not be released: not allowed to call dynamodb:DeleteItem (…) […]",
        kept="the state as the run has written it",
        cure="grant dynamodb:DeleteItem to these credentials, then counterpromo unlock dev --older-than 0",
    )
    LOCK_YOUNG = Fault(
        name="`unlock` of a young lock",
        sees="refused: the lock … is … minutes old; below 60 its run may still work",
        kept="the lock, and the run it may belong to",
        cure="counterpromo unlock dev after … UTC, or, if the run has certainly ended, now with --older-than 0",
    )
    LOCK_STALE = Fault(
        name="stale lock of a killed run",
        sees="nothing wrong: `dev: held: apply by … since … (lock …), 75 minutes old`, then `dev: released`",
        kept="the state: `unlock` shows who, what, since when, and releases it in DynamoDB and S3",
        cure="counterpromo unlock dev, and the same command again",
    )
    LOCK_UNREADABLE = Fault(
        name="a lock that terraform did not write",
        sees="refused: the lock in … cannot be read: …",
        kept="the lock: somebody may hold it",
        cure="inspect …",
    )
    STATE_CUT = Fault(
        name="state cut off while it is read",
        sees="error: the state …/dev/terraform.tfstate was not received completely: unexpected EOF […]",
        kept="the state in the bucket",
        cure="check the network, and run the same command again",
    )
    STATE_REFUSED = Fault(
        name="state write refused after apply",
        sees="error: the apply to dev could not write its state, which is kept in …/private/dev/errored.tfstate: "
        "not allowed to call s3:PutObject (AccessDenied) […]; …",
        kept="the new state, in a private file that no synth deletes",
        cure="counterpromo recover dev",
    )
    STATE_WAITS = Fault(
        name="the next run while a state waits to be written",
        sees="refused: an earlier apply to dev could not write its state; it is kept in …/private/dev/errored.tfstate",
        kept="everything: no plan is made against the older state",
        cure="counterpromo recover dev",
    )
    STATE_MOVED_ON = Fault(
        name="`recover` after another run changed the state in the bucket",
        sees="refused: the state in the bucket is not the one that …/errored.tfstate follows: "
        "the bucket has serial …, the file …; nothing was written",
        kept="both states",
        cure="compare the two; once the bucket's state has everything of the file: "
        "counterpromo recover dev --set-aside",
    )
    STATE_THROTTLED = Fault(
        name="state throttled for ever",
        sees="error: s3:GetObject was throttled at every attempt (SlowDown) […]",
        kept="the state in the bucket",
        cure="wait a minute, then run the same command again",
    )
    STATE_RESET = Fault(
        name="connection to the state reset, for ever",
        sees="error: no answer from http…: EOF […]",
        kept="the state in the bucket",
        cure="check the network, and AWS_ENDPOINT_URL if it is set",
    )
    DIGEST = Fault(
        name="digest in the lock table does not fit the state",
        sees="error: the digest of the state …/dev/terraform.tfstate is …, and the lock table expects … […]",
        kept="state, digest and every version of the state",
        cure="counterpromo recover dev",
    )
    DIGEST_LOST = Fault(
        name="digest not updated: `recover` finds it in the previous version",
        sees="refused: the digest in … is …, the state … has …: the digest is outdated, because it belongs to the "
        "previous version, serial …, and serial … follows it",
        kept="state and digest: `recover` says which is right, and changes neither",
        cure="aws dynamodb put-item --table-name … --item '…'",
    )
    DIGEST_UNKNOWN = Fault(
        name="digest of no known version: `recover` cannot tell which is right",
        sees="refused: the digest in … is …, the state … has … (serial …), and it cannot be proven which of the two "
        "is right",
        kept="state and digest",
        cure="aws s3api list-object-versions --bucket … --prefix …; restore the right version",
    )
    STATE_GONE = Fault(
        name="state deleted from the bucket",
        sees="error: the state …/dev/terraform.tfstate is gone, while the lock table still has its digest […]",
        kept="every version of the state, and its digest",
        cure="counterpromo recover dev",
    )
    STATE_DELETED = Fault(
        name="state deleted: `recover` finds its last version",
        sees="refused: the state … is missing, and the digest in … is still …: it was deleted; its last version, "
        "serial …, has that digest",
        kept="every version of the state: `recover` prints the command that restores it, and changes nothing",
        cure="aws s3api delete-object --bucket … --key … --version-id …",
    )
    STATE_NOWHERE = Fault(
        name="state deleted, and no version has its digest",
        sees="refused: the state … is missing, and the digest in … is still …: no known version of it has that digest",
        kept="every version of the state, and its digest",
        cure="aws s3api list-object-versions --bucket … --prefix …; restore the right version",
    )
    TWO_AT_ONCE = Fault(
        name="two runs at once",
        sees="error: the state is locked: … by … since … (lock …) […]",
        kept="everything: the first run continues, the second has changed nothing",
        cure="wait until that run has ended; if it died: counterpromo unlock dev",
    )
    STALE_PLAN = Fault(
        name="a saved plan that is stale",
        sees="error: the state changed after this plan was made […]",
        kept="the state as the other run left it",
        cure="plan again",
    )
    INTERRUPTED = Fault(
        name="SIGINT (Ctrl-C) and SIGTERM",
        sees="interrupted: run the same command again to go on",
        kept="the state holds what was done so far; the lock is released, and no terraform keeps running",
        cure=AGAIN,
    )
    KILLED = Fault(
        name="`kill -9` of counterpromo",
        sees=GONE,
        kept="on Linux terraform stops too: the state holds what was done, and the lock is released; "
        "elsewhere terraform goes on to its end",
        cure=AGAIN,
    )
    TERRAFORM_KILLED = Fault(
        name="`kill -9` of terraform",
        sees="error: terraform was killed by SIGKILL […]",
        kept="the state as it was last written, and the lock; an import finds what was created since",
        cure="run the same command again; if it then finds a lock: counterpromo unlock dev",
    )
