"""The faults of the schema commands, as rows."""

from tests.faults.row import Fault

KEPT = "the schema: PostgreSQL has rolled the migration back, and those before it stay recorded"
UNTOUCHED = "everything: no migration has begun"
AGAIN = "run the same command again; a migration that had not ended was rolled back"
BUNDLE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"


class Schema:
    """The schema of the database."""

    KILLED = Fault(
        name="`schema apply` killed in the middle of a migration",
        sees="nothing: the next run applies the migration from its beginning",
        kept=KEPT,
        cure="run the same command again",
    )
    LOST = Fault(
        name="connection lost in the middle of a migration",
        sees="error: counterpromo on … ended the connection: terminating connection due to administrator command",
        kept=KEPT,
        cure=AGAIN,
    )
    LOCKED = Fault(
        name="a table that the application holds",
        sees="error: a lock in counterpromo on … was not available in time: canceling statement due to lock timeout",
        kept=KEPT,
        cure="wait for the statement that holds it (select * from pg_stat_activity), then run the same command again",
    )
    TWICE = Fault(
        name="two `schema apply` at once",
        sees="error: another run changes the schema of this database: app from …, as …, since … (process …)",
        kept=UNTOUCHED,
        cure="wait until it has ended, then run again",
    )
    DISK_FULL = Fault(
        name="disk of the database full",
        sees="error: the disk of counterpromo on … is full: could not extend file …",
        kept=KEPT,
        cure="raise database.storage_gib, apply, and run again",
    )
    NO_DATABASE = Fault(
        name="a URL with the name of no database",
        sees="error: there is no such database: nowhere on …",
        kept=UNTOUCHED,
        cure="correct the name of the database in the URL",
    )
    OTHER_ENVIRONMENT = Fault(
        name="a tunnel to the database of another environment",
        sees="refused: this database belongs to environment prod, not to dev, "
        "according to its schema counterpromo_schema",
        kept=UNTOUCHED,
        cure="check the URL and the tunnel; or: counterpromo schema check prod",
    )
    EDITED = Fault(
        name="a migration edited after it was applied",
        sees="refused: migration 0001_m1 was changed after it was applied: its checksum is …, and … was applied",
        kept=UNTOUCHED,
        cure="restore database_schema/versions/0001_m1.sql (git log), and write the change as a new migration",
    )
    TWO_HEADS = Fault(
        name="two migrations with one number, after a merge",
        sees="refused: 2 migrations have the number 0001: 0001_m1.sql, 0001_other.sql",
        kept=UNTOUCHED,
        cure="rename the one that no database has yet, with the next free number, 0002",
    )
    HALF_WAY = Fault(
        name="a migration that fails half way",
        sees='error: counterpromo on … refused a statement: relation "public.nowhere" does not exist',
        kept=KEPT,
        cure="correct the migration, then: counterpromo schema plan ENV",
    )
    NO_PERMISSION = Fault(
        name="a role without permission",
        sees="error: weak is not allowed to do this in counterpromo on …: permission denied for …",
        kept=UNTOUCHED,
        cure="use the master user, or grant what is missing",
    )
    PASSWORD = Fault(
        name="a wrong password of the database",
        sees="error: counterpromo on … does not accept the password of app",
        kept=UNTOUCHED,
        cure="export the password as PGPASSWORD",
    )
    IN_THE_URL = Fault(
        name="a password in the URL",
        sees="refused: the URL of the database holds a password, which other users of this machine can read in the "
        "process list",
        kept=UNTOUCHED,
        cure="leave it out (postgresql://USER@127.0.0.1:PORT/NAME), and put the password into PGPASSWORD; without "
        "PGPASSWORD it is read from Secrets Manager",
    )
    UNREACHABLE = Fault(
        name="a tunnel that is closed",
        sees="error: counterpromo on … cannot be reached: …Connection refused…",
        kept=UNTOUCHED,
        cure="open the tunnel, and check host and port of the URL",
    )
    TLS_REQUIRED = Fault(
        name="a connection without TLS where the server requires it (`rds.force_ssl`)",
        sees="error: counterpromo on … requires TLS: …no encryption",
        kept=UNTOUCHED,
        cure=f"add sslmode=verify-full&sslrootcert=FILE to the URL, with FILE from {BUNDLE}",
    )
    CERTIFICATE = Fault(
        name="a certificate that the CA bundle does not know",
        sees="error: the certificate of counterpromo on … could not be verified: …",
        kept=UNTOUCHED,
        cure=f"save {BUNDLE} and add sslrootcert=FILE to the URL",
    )
    HOST_NAME = Fault(
        name="a certificate for another host name, through a tunnel",
        sees="error: the certificate of counterpromo on … is for another host name: …",
        kept=UNTOUCHED,
        cure="keep the host name of RDS in the URL, and reach it with hostaddr=127.0.0.1 through the tunnel",
    )
    TOO_NEW = Fault(
        name="a pg_dump older than the server",
        sees="error: the database runs PostgreSQL 99, which needs pg_dump 99 or newer; the newest here is … (…)",
        kept="everything: the schema is only read",
        cure="install postgresql-client-99 from https://www.postgresql.org/download/",
    )
    OTHER_IMAGE = Fault(
        name="an image of the schema task with other migrations than the checkout",
        sees="refused: the image of the schema task holds other migrations than this checkout",
        kept=UNTOUCHED,
        cure="build and push the image, set schema_task.digest, and counterpromo apply; see "
        "docs/runbooks/change-the-schema.md",
    )
    TASK_NOT_ALLOWED = Fault(
        name="a schema task whose execution role may not read the password",
        sees="error: the task … could not start: its execution role … lacks the permission "
        "secretsmanager:GetSecretValue on arn:aws:secretsmanager:…; ECS says: ResourceInitializationError: …",
        kept=UNTOUCHED,
        cure="counterpromo plan dev shows the policy as Terraform would make it, and counterpromo apply dev makes it; "
        "if the plan is empty: counterpromo audit dev --live",
    )
    TASK_WITHOUT_SECRET = Fault(
        name="a schema task whose secret does not exist",
        sees="error: the task … could not start: the secret … does not exist, or has no value yet; ECS says: …",
        kept=UNTOUCHED,
        cure="write the value of the secret in Secrets Manager, or correct schema_task.password",
    )
    TASK_WITHOUT_RESULT = Fault(
        name="a schema task that ends without a result",
        sees="error: the task … ended with exit code 1 and without a result; its log says: …",
        kept="what the database says: run counterpromo schema plan again",
        cure="read log group /ecs/counterpromo-dev, stream schema/schema/…",
    )
    TASK_WITHOUT_SERVICE = Fault(
        name="a schema task before the first apply",
        sees="error: service …, whose subnets and security groups the task uses, does not exist in cluster …",
        kept=UNTOUCHED,
        cure="counterpromo apply first, or correct schema_task.service",
    )
    NO_WAY = Fault(
        name="a schema command without a URL and without a schema task",
        sees="refused: the database of dev is in private subnets, and no way to it is given: dev has no schema task: "
        "no pipeline can read or change the schema of its database",
        kept=UNTOUCHED,
        cure="open a tunnel, then add --url postgresql://counterpromo@127.0.0.1:PORT/counterpromo; or see "
        "docs/runbooks/change-the-schema.md",
    )
