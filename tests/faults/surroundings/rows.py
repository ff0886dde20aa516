"""The faults of shells, machines, profiles and policies, as rows."""

from tests.faults.row import Fault

NOTHING_BEGUN = "everything: it stops before anything is read or written"
SESSION = "export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN anew, or unset them and set AWS_PROFILE"
PROCESS = "run its command by hand, and correct it in …/config; what it must print: https://docs.aws.amazon.com/…"


class Surroundings:
    """Shells, machines, profiles and policies."""

    CHECKOUT = Fault(
        name="the command of one checkout, typed in another",
        sees="refused: this counterpromo is that of the checkout …, but the current folder is in the checkout …",
        kept=NOTHING_BEGUN,
        cure="…/.venv/bin/counterpromo (make install there, if it is missing), or: cd …",
    )
    TWO_PROFILES = Fault(
        name="two variables that name two profiles",
        sees="refused: AWS_DEFAULT_PROFILE=good and AWS_PROFILE=other name two identities",
        kept=NOTHING_BEGUN,
        cure="unset AWS_DEFAULT_PROFILE",
    )
    TILDE = Fault(
        name="a quoted `~` in AWS_CA_BUNDLE",
        sees="refused: AWS_CA_BUNDLE=~/ca.pem: begins with ~, which only the shell expands, and not inside quotes",
        kept=NOTHING_BEGUN,
        cure='export AWS_CA_BUNDLE="$HOME/ca.pem"',
    )
    CA_BUNDLE = Fault(
        name="an AWS_CA_BUNDLE that is not there",
        sees="refused: AWS_CA_BUNDLE=/nonexistent/ca.pem: there is no such file, or this user may not look into its "
        "folder",
        kept=NOTHING_BEGUN,
        cure="correct AWS_CA_BUNDLE, or: unset AWS_CA_BUNDLE",
    )
    CONFIG = Fault(
        name="an AWS config file that cannot be parsed",
        sees="error: the AWS config file … cannot be used: line … is neither [profile NAME] nor NAME = VALUE",
        kept=NOTHING_BEGUN,
        cure="correct …/config",
    )
    QUOTES = Fault(
        name="keys in quotes",
        sees="error: the credentials from the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY cannot be used: "
        "the access key holds a quote",
        kept=NOTHING_BEGUN,
        cure=SESSION,
    )
    MFA = Fault(
        name="an MFA code is needed, and there is no terminal",
        sees="error: an MFA code is needed, and there is no terminal to ask on (…)",
        kept=NOTHING_BEGUN,
        cure='run in a terminal, or export the session: eval "$(aws configure export-credentials --profile … env)"',
    )
    MFA_END = Fault(
        name="an MFA code is asked for, and the input ends",
        sees="error: an MFA code is needed for the profile mine, and none was typed",
        kept=NOTHING_BEGUN,
        cure="run the same command again, and type the code that the device shows",
    )
    MFA_WRONG = Fault(
        name="an MFA code that AWS does not accept",
        sees="error: the MFA code was not accepted (AccessDenied: MultiFactorAuthentication failed …)",
        kept=NOTHING_BEGUN,
        cure="run the same command again with the next code of the device: a code is accepted once",
    )
    SIGNED_OUT = Fault(
        name="nobody is signed in to IAM Identity Center",
        sees="error: no credentials for aws from IAM Identity Center (the profile mine): …",
        kept=NOTHING_BEGUN,
        cure="aws sso login --profile mine",
    )
    NO_CLI = Fault(
        name="a profile of `aws login`, and no AWS CLI",
        sees="error: the profile mine was made by aws login, which only the AWS CLI can read, and aws is not on …",
        kept=NOTHING_BEGUN,
        cure="install the AWS CLI 2.32 or later, or export the keys of another profile",
    )
    NO_JSON = Fault(
        name="a credential_process that prints no JSON",
        sees="error: no credentials for aws from the credential_process of the profile mine: its command printed no …",
        kept=NOTHING_BEGUN,
        cure=PROCESS,
    )
    PROCESS_FAILS = Fault(
        name="a credential_process that fails, and prints a secret",
        sees="error: no credentials for aws from the credential_process of the profile mine: its command ended with an "
        "error",
        kept=NOTHING_BEGUN,
        cure=PROCESS,
    )
    CARRIAGE_RETURN = Fault(
        name="a session token that ends in a carriage return",
        sees="refused: AWS_SESSION_TOKEN: holds a carriage return (a file with CRLF line ends)",
        kept=NOTHING_BEGUN,
        cure='export AWS_SESSION_TOKEN="$(printf %s "$AWS_SESSION_TOKEN" | …)"',
    )
    ENDPOINT = Fault(
        name="an endpoint without http://",
        sees="refused: AWS_ENDPOINT_URL=localhost:4566: must be an address such as http://127.0.0.1:4566",
        kept=NOTHING_BEGUN,
        cure="correct AWS_ENDPOINT_URL, or: unset AWS_ENDPOINT_URL",
    )
    ENDPOINT_LEFT = Fault(
        name="an AWS_ENDPOINT_URL left over in the shell, so that another server than AWS answers",
        sees="aws account …, as …, in …, at http://… (AWS_ENDPOINT_URL)",
        kept="what that server holds: nothing is read from AWS or written there",
        cure="unset AWS_ENDPOINT_URL, if AWS is meant; counterpromo doctor shows the endpoint too",
    )
    OVERRIDDEN = Fault(
        name="keys in variables that override AWS_PROFILE",
        sees="refused: the credentials are … of account …, from the variables AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY; the settings are for account …",
        kept=NOTHING_BEGUN,
        cure="unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN: they override AWS_PROFILE=mine",
    )
    REGION_RETURN = Fault(
        name="an AWS_REGION that ends in a carriage return",
        sees="refused: AWS_REGION=eu-west-2: holds a carriage return (a file with CRLF line ends)",
        kept=NOTHING_BEGUN,
        cure='export AWS_REGION="$(printf %s "$AWS_REGION" | …)"',
    )
    RETRY_MODE = Fault(
        name="a retry mode that nobody knows",
        sees="refused: AWS_RETRY_MODE=turbo: must be standard or adaptive",
        kept=NOTHING_BEGUN,
        cure="correct AWS_RETRY_MODE, or: unset AWS_RETRY_MODE",
    )
    REATTACH = Fault(
        name="a TF_REATTACH_PROVIDERS that is no JSON",
        sees="refused: TF_REATTACH_PROVIDERS=x: is not JSON, and terraform stops at it",
        kept=NOTHING_BEGUN,
        cure="correct TF_REATTACH_PROVIDERS, or: unset TF_REATTACH_PROVIDERS",
    )
    CLI_CONFIG = Fault(
        name="a TF_CLI_CONFIG_FILE that is a folder, or that this user may not read",
        sees="refused: TF_CLI_CONFIG_FILE=…: must be a file",
        kept=NOTHING_BEGUN,
        cure="correct TF_CLI_CONFIG_FILE, or: unset TF_CLI_CONFIG_FILE",
    )
    TMPDIR = Fault(
        name="a TMPDIR that is not there",
        sees="refused: TMPDIR=/nonexistent: there is no such folder",
        kept=NOTHING_BEGUN,
        cure="correct TMPDIR, or: unset TMPDIR",
    )
    OTHERS_FOLDER = Fault(
        name="a folder of another user in the way of the synth",
        sees="error: no permission: permission denied: /srv/cdktf.out",
        kept="settings and state",
        cure='give the file or folder to this user (sudo chown -R "$(id -un)" /srv/cdktf.out), or use another …',
    )
    NODE_KILLED = Fault(
        name="Node killed in the middle of the synth",
        sees="error: node was killed in the middle of the synth (exit code -9)",
        kept="settings and state",
        cure="run the same command again; if it is killed again, this machine or container has too little memory",
    )
    NODE_OPTIONS = Fault(
        name="a broken NODE_OPTIONS",
        sees="error: node does not run with NODE_OPTIONS=--require /nonexistent.js: …",
        kept="settings and state",
        cure="unset NODE_OPTIONS",
    )
    STATE_KEY = Fault(
        name="no right to the KMS key of the state",
        sees="refused: not allowed to call kms:Decrypt on arn:… (AccessDenied): no identity-based policy allows it",
        kept="everything",
        cure="grant kms:Decrypt on arn:… to these credentials",
    )
    CONTROL_POLICY = Fault(
        name="a denial by a service control policy",
        sees="refused: not allowed to call ec2:DescribeVpcs (UnauthorizedOperation): the service control policy …",
        kept="everything",
        cure="ask the administrator of the AWS organization to allow ec2:DescribeVpcs in its service control …",
    )
    ENCODED = Fault(
        name="a denial that AWS encodes, and that these credentials may not decode",
        sees="refused: not allowed to call ec2:CreateVpc (UnauthorizedOperation)",
        kept="everything",
        cure="grant ec2:CreateVpc to these credentials; grant sts:DecodeAuthorizationMessage to these credentials and "
        "run again to read AWS's whole reason",
    )
    TRUST = Fault(
        name="a role that does not trust these credentials",
        sees="refused: not allowed to call sts:AssumeRole on arn:… (AccessDenied)",
        kept=NOTHING_BEGUN,
        cure="allow these credentials to assume arn:… in the trust policy of that role, and grant sts:AssumeRole on it "
        "to them",
    )
    OTHER_REGION = Fault(
        name="a state bucket in another region",
        sees="refused: the bucket of s3:ListBucket is in another region, us-east-1 (PermanentRedirect)",
        kept="everything",
        cure="correct state.bucket and aws.region in the settings: they must name a bucket of that region",
    )
    CLOSED = Fault(
        name="standard streams that are closed (`>&-`, `2>&-`, `<&-`), as some schedulers start a command",
        sees="nothing: what would be printed there is dropped, and the exit code is the same",
        kept="everything",
        cure="none is needed",
    )
    STDOUT_FULL = Fault(
        name="a full disk behind stdout",
        sees="error: the disk is full: No space left on device",
        kept="settings and state",
        cure="make room and run the same command again",
    )
    FOLDER_GONE = Fault(
        name="a current folder that was removed",
        sees="error: the current folder does not exist any more",
        kept=NOTHING_BEGUN,
        cure="cd to a folder that exists, then run again",
    )
    WEB_PAGE = Fault(
        name="a proxy or a network that answers with a page to sign in, in place of AWS",
        sees="refused: sts:GetCallerIdentity was answered with a web page, which does not come from AWS",
        kept=NOTHING_BEGUN,
        cure="check AWS_ENDPOINT_URL and HTTPS_PROXY, and if this network asks to sign in: open a browser",
    )
    NO_TLS = Fault(
        name="an endpoint or proxy with https:// that speaks HTTP only",
        sees="error: the server that answers in place of aws does not speak TLS: …wrong version number…",
        kept=NOTHING_BEGUN,
        cure="begin AWS_ENDPOINT_URL or HTTPS_PROXY with http:// in place of https://, or correct its port",
    )
    MODELS = Fault(
        name="a broken file of AWS_DATA_PATH",
        sees="error: a description of AWS's services that boto3 reads is not JSON: …",
        kept=NOTHING_BEGUN,
        cure="unset AWS_DATA_PATH; if it is not set: look at ~/.aws/models, then make clean install",
    )
    OUTDIR = Fault(
        name="a CDKTF_OUTDIR that cannot be a folder",
        sees="error: the folder /dev/null/out for the synthesized stacks cannot be made: …",
        kept="settings and state",
        cure="correct CDKTF_OUTDIR, or: unset CDKTF_OUTDIR",
    )
    NO_MEMORY = Fault(
        name="no memory for terraform (`ulimit -v`, a small container)",
        sees="error: this machine has no memory left for terraform",
        kept="settings and state",
        cure="close other programs, or raise the limit (ulimit -v, or the memory of the container), then run again",
    )
    NO_MEMORY_FOR_NODE = Fault(
        name="no memory for Node",
        sees="error: this machine has no memory left for node: …",
        kept="settings and state",
        cure="close other programs, or raise the limit (ulimit -v, or the memory of the container), then run again",
    )
    OPEN_FILES = Fault(
        name="too few open files for terraform (`ulimit -n`)",
        sees="error: terraform has reached a limit of this machine: too many open files",
        kept="settings and state",
        cure="close other programs or raise the limit (ulimit -n: open files; ulimit -u: processes), then run again",
    )
    UNKNOWN = Fault(
        name="an error without a known cause",
        sees="error: unexpected LookupError: … (details: …)",
        kept="a file for this user only, with the traceback, masked",
        cure="run the same command again; if the error comes back, report it with that file, which holds no credential",
    )
