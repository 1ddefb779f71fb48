#!/bin/sh
# Sends requests that Schemathesis makes up from the OpenAPI documents to a running gateway: right ones, and wrong ones.
# Fails on a server error, on an answer that is not as described, and on a route that lets in whoever has no key.
#
#   pip install schemathesis            # 4.x; no part of the build, see ADR 3
#   OPADPO_KEY=… ops/verify/fuzz.sh GATEWAY_ADDRESS [service …]
#
# The services are gateway, dataset, rollout, feedback and trainer: all of them, or those that are named.
# EXAMPLES (50) is the most cases of one kind per operation, REPORTS a folder for reports in JUnit's format, SEED makes a
# run the same again. The platform is left with what the requests made: give it a database and folders of their own.
set -eu

gateway=${1:?"usage: OPADPO_KEY=... fuzz.sh GATEWAY_ADDRESS [service ...]"}
shift
: "${OPADPO_KEY:?}"
PYTHONPATH=$(cd "$(dirname "$0")" && pwd)${PYTHONPATH:+:$PYTHONPATH}
SCHEMATHESIS_HOOKS=ndjson
export PYTHONPATH SCHEMATHESIS_HOOKS
[ $# -gt 0 ] || set -- gateway dataset rollout feedback trainer

# Not checked: whether every right body is taken and every wrong one refused. What an operation accepts depends on what
# exists, which no schema says.
checks=not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth
failed=
for service; do
    case $service in
        gateway) document=$gateway/v3/api-docs ;;
        *) document=$gateway/v3/api-docs/$service ;;
    esac
    echo "== $service"
    st run "$document" --url "$gateway" --header "Authorization: Bearer $OPADPO_KEY" \
        --checks "$checks" --max-examples "${EXAMPLES:-50}" --phases examples,coverage,fuzzing \
        --suppress-health-check all --generation-database none --request-timeout 30 --no-color \
        ${SEED:+--seed "$SEED"} ${REPORTS:+--report junit --report-junit-path "$REPORTS/$service.xml"} ||
        failed="$failed $service"
done
[ -z "$failed" ] || { echo "Failed:$failed" >&2; exit 1; }
