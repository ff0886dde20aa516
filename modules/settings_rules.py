"""What must hold between parts of the settings: each rule takes the parts it speaks of and yields faults.

A rule's parameters are named after sections of the file; it runs when those sections are sound by
themselves, so one mistake never hides another.
"""

from modules.database import rules as database
from modules.identity import rules as github
from modules.load_balancer import rules as traffic
from modules.network import rules as network
from modules.parameters import rules as parameters
from modules.services import rules as services
from modules.state import rules as state

RULES = (
    network.subnets_lie_in_the_vpc_apart,
    network.subnets_and_route_tables_have_names_of_their_own,
    network.one_route_table_is_main_at_most,
    network.public_subnets_reach_the_internet,
    network.endpoints_stand_in_the_network,
    traffic.the_load_balancer_finds_its_parts,
    traffic.the_host_lies_in_the_zone,
    services.services_find_their_parts,
    database.the_database_finds_its_subnets,
    parameters.parameters_have_one_source,
    services.no_variable_holds_a_secret,
    services.autoscaling_has_bounds,
    traffic.access_logs_have_a_bucket_of_their_own,
    github.a_repository_has_both_its_numbers,
    state.a_state_in_the_cloud_has_a_workspace,
    state.the_state_of_the_account_is_in_s3,
)
