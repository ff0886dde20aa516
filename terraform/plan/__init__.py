"""Terraform's plan as types: the one reader of `terraform show -json`. Pure: no file, no clock, no network.

`parse_json` reads the text, `plan` holds the plan, `well_formed` lists what no plan of Terraform would hold.
https://developer.hashicorp.com/terraform/internals/json-format
"""
