"""The exceptions of botocore by cause: each class belongs to one group, and a group has a cure.

A class that stands in no group takes that of its nearest base class. A test walks every class botocore has.
https://github.com/boto/botocore/blob/develop/botocore/exceptions.py
"""

from __future__ import annotations

from dataclasses import dataclass

LOGIN = "log in again, or set AWS_PROFILE or the AWS_* variables of credentials that may read this account"
REPORT = "report this: the program made a call that AWS's own library does not accept"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why a call failed before AWS answered: `what` takes `{why}`, the library's words, and `{action}`.

    `refused` causes leave it open what AWS holds; the others mean that AWS could not be asked. The cure for those
    `of_the_source` depends on where the credentials come from, and for those `of_the_file` it is a profile.
    """

    what: str
    cure: str
    classes: frozenset[str]
    refused: bool = False
    of_the_source: bool = False
    of_the_file: bool = False


def _classes(names: str) -> frozenset[str]:
    return frozenset(names.split())


CAUSES = (
    Cause(
        what="no credentials for aws: {why}",
        cure=LOGIN,
        classes=_classes(
            "NoCredentialsError PartialCredentialsError CredentialRetrievalError UnknownCredentialError "
            "MetadataRetrievalError NoAuthTokenError"
        ),
        of_the_source=True,
    ),
    Cause(
        what="the session of this profile has ended: {why}",
        cure="run the same command again, with a new MFA code; duration_seconds in the profile makes a session longer",
        classes=_classes("RefreshWithMFAUnsupportedError"),
    ),
    Cause(
        what="no credentials for aws: {why}",
        cure="correct AWS_PROFILE; aws configure list-profiles shows the profiles there are",
        classes=_classes("ProfileNotFound"),
        of_the_source=True,
        of_the_file=True,
    ),
    Cause(
        what="the AWS config file cannot be used: {why}",
        cure="correct that file; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name it, else it is in ~/.aws",
        classes=_classes("ConfigNotFound ConfigParseError InvalidConfigError InfiniteLoopConfigError"),
        of_the_source=True,
        of_the_file=True,
    ),
    Cause(
        what="no credentials for aws: {why}",
        cure="aws sso login, with --profile NAME for another profile than the default",
        classes=_classes("SSOError SSOTokenLoadError UnauthorizedSSOTokenError TokenRetrievalError"),
        of_the_source=True,
    ),
    Cause(
        what="the proxy does not answer: {why}",
        cure="correct HTTPS_PROXY or HTTP_PROXY, or add the host to NO_PROXY",
        classes=_classes("ProxyConnectionError InvalidProxiesConfigError"),
    ),
    Cause(
        what="the certificate of aws is not trusted: {why}",
        cure="set AWS_CA_BUNDLE to the certificates of your network, or unset it; then check the clock",
        classes=_classes("SSLError"),
    ),
    Cause(
        what="aws does not answer: {why}",
        cure="check the network, AWS_ENDPOINT_URL and HTTPS_PROXY, then run again",
        classes=_classes(
            "HTTPClientError ConnectionError ConnectTimeoutError ReadTimeoutError EndpointConnectionError "
            "ConnectionClosedError ResponseStreamingError"
        ),
    ),
    Cause(
        what="{action} gave a reply that cannot be read: {why}",
        cure="run again; nothing was written",
        classes=_classes(
            "ResponseParserError IncompleteReadError ChecksumError FlexibleChecksumError EventStreamError"
        ),
        refused=True,
    ),
    Cause(
        what="{action} was throttled at every attempt ({why})",
        cure="wait a minute, then run again",
        classes=_classes("CapacityNotAvailableError"),
        refused=True,
    ),
    Cause(
        what="a setting for aws is wrong: {why}",
        cure="counterpromo doctor names the variable; a profile may hold it too, in ~/.aws/config",
        classes=_classes(
            "InvalidRetryConfigurationError InvalidRetryModeError InvalidMaxRetryAttemptsError InvalidDefaultsMode "
            "InvalidSTSRegionalEndpointsConfigError InvalidS3UsEast1RegionalEndpointConfigError "
            "InvalidS3AddressingStyleError InvalidEndpointConfigurationError InvalidChecksumConfigError "
            "InvalidEndpointDiscoveryConfigurationError InvalidIMDSEndpointError InvalidIMDSEndpointModeError "
            "InvalidRegionError NoRegionError UnknownRegionError EndpointVariantError UnknownFIPSEndpointError "
            "BaseEndpointResolverError UnknownEndpointError EndpointProviderError EndpointResolutionError "
            "UnknownEndpointResolutionBuiltInName ServiceNotInRegionError EndpointDiscoveryException "
            "EndpointDiscoveryRequired EndpointDiscoveryRefreshFailed"
        ),
    ),
    Cause(
        what="the settings hold a name that aws does not allow: {why}",
        cure="correct the name in the settings file",
        classes=_classes(
            "InvalidDNSNameError InvalidHostLabelError UnsupportedS3ArnError UnsupportedS3ControlArnError "
            "UnsupportedS3AccesspointConfigurationError UnsupportedS3ConfigurationError "
            "UnsupportedS3ControlConfigurationError UnsupportedOutpostResourceError"
        ),
    ),
    Cause(
        what="the installation of boto3 is incomplete: {why}",
        cure="make clean install",
        classes=_classes(
            "DataNotFoundError ApiVersionNotFoundError UnknownServiceError MissingDependencyException "
            "MD5UnavailableError UnknownServiceStyle UnsupportedServiceProtocolsError UnknownSignatureVersionError "
            "UnsupportedSignatureVersionError MissingServiceIdError UndefinedModelAttributeError"
        ),
    ),
    Cause(
        what="the call {action} has an argument that boto3 does not accept: {why}",
        cure=REPORT,
        classes=_classes(
            "ParamValidationError ValidationError MissingParametersError UnknownKeyError UnknownParameterError "
            "RangeError AliasConflictParameterError OperationNotPageableError PaginationError UnknownClientMethodError "
            "InvalidExpressionError StubResponseError StubAssertionError UnStubbedResponseError WaiterError "
            "WaiterConfigError UnseekableStreamError AwsChunkedWrapperError"
        ),
        of_the_source=True,
        of_the_file=True,
    ),
)
OTHER = Cause(what="{action} failed: {why}", cure="run again; nothing was written", classes=frozenset(), refused=True)
# Of botocore's HTTP client: a credential that holds a line break or a blank, and is quoted in the text.
HEADER = Cause(
    what="the credentials hold a character that no request can carry, such as a line break",
    cure="counterpromo doctor names the variable; copy the credentials again, without line ends (CRLF) or quotes",
    classes=frozenset(),
)
# Answers of other servers than AWS, by words of the library's text that no answer of AWS contains.
WEB_PAGE = Cause(
    what="{action} was answered with a web page, which does not come from AWS",
    cure="check AWS_ENDPOINT_URL and HTTPS_PROXY, and if this network asks to sign in: open a browser",
    classes=frozenset(),
    refused=True,
)
NO_TLS = Cause(
    what="the server that answers in place of aws does not speak TLS: {why}",
    cure="begin AWS_ENDPOINT_URL or HTTPS_PROXY with http:// in place of https://, or correct its port",
    classes=frozenset(),
)
BY_WORDS = {
    "<html": WEB_PAGE,
    "<!doctype html": WEB_PAGE,
    "wrong_version_number": NO_TLS,
    "record layer failure": NO_TLS,
}
HEADER_WORDS = ("header value", "Invalid header", "header name")
_BY_CLASS = {name: cause for cause in CAUSES for name in cause.classes}


def cause_of_words(said: str) -> Cause | None:
    """Returns the cause that the library's text tells more closely than its class does; None if it tells none."""
    lower = said.lower()
    return next((cause for words, cause in BY_WORDS.items() if words in lower), None)


def cause_of(kind: type[BaseException]) -> Cause:
    """Returns the cause of a class of exceptions: its own, or that of its nearest base class."""
    return next((_BY_CLASS[each.__name__] for each in kind.__mro__ if each.__name__ in _BY_CLASS), OTHER)
