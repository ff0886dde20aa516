"""Tests of the audit: networks, IAM policies, the paths of services, and the readers that fill the model."""
