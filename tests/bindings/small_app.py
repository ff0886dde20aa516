"""A small app for the tests of the bindings: a few resources with nested blocks, references and a data source.

Prints, as JSON, which of the bindings' Python modules are loaded at the end and what NODE_OPTIONS other programs get.
"""

import json
import os
import sys

if "cdktf-first" in sys.argv:  # the jsii kernel runs when modules.bindings comes
    import cdktf  # noqa: F401

from modules.bindings import (  # isort: skip
    data_aws_route53_zone,
    lb_target_group,
    provider,
    s3_bucket,
    s3_bucket_lifecycle_configuration,
    security_group,
    vpc,
    vpc_security_group_ingress_rule,
)
from cdktf import App, TerraformOutput, TerraformStack

app = App()
stack = TerraformStack(app, "small")
provider.AwsProvider(
    stack, "aws", region="us-east-1", default_tags=[provider.AwsProviderDefaultTags(tags={"Project": "small"})]
)
network = vpc.Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "größer"})
group = security_group.SecurityGroup(stack, "group", vpc_id=network.id)
vpc_security_group_ingress_rule.VpcSecurityGroupIngressRule(
    stack,
    "rule",
    security_group_id=group.id,
    referenced_security_group_id=group.id,
    ip_protocol="tcp",
    from_port=80,
    to_port=80,
)
lb_target_group.LbTargetGroup(
    stack,
    "targets",
    vpc_id=network.id,
    port=80,
    health_check=lb_target_group.LbTargetGroupHealthCheck(path="/health", healthy_threshold=2),
)
bucket = s3_bucket.S3Bucket(stack, "bucket")
s3_bucket_lifecycle_configuration.S3BucketLifecycleConfiguration(
    stack,
    "lifecycle",
    bucket=bucket.id,
    rule=[
        s3_bucket_lifecycle_configuration.S3BucketLifecycleConfigurationRule(
            id="parts",
            status="Enabled",
            abort_incomplete_multipart_upload=[
                s3_bucket_lifecycle_configuration.S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
                    days_after_initiation=7
                )
            ],
        )
    ],
)
zone = data_aws_route53_zone.DataAwsRoute53Zone(stack, "zone", name="example.com")
TerraformOutput(stack, "zone_id", value=zone.zone_id)
app.synth()

package = "cdktf_cdktf_provider_aws"
loaded = sorted(name for name in sys.modules if name.startswith(package) and not name.endswith("._private"))
print(json.dumps({"python_modules": loaded, "node_options": os.environ.get("NODE_OPTIONS")}))
