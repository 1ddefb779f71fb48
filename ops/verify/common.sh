# For scripts to source: what they say, and how they ask the API of $gateway with $key. $work is a folder of theirs.
say() { printf '%s %s\n' "$(date +%T)" "$*"; }
# To standard error, as standard output may be read by the next command.
fail() { say "FAILED: $*" >&2; exit 1; }
api() { curl --silent --show-error --fail-with-body --max-time 30 --header "Authorization: Bearer $key" "$@"; }
# Tries again for five minutes: services may be away, and start slowly on a busy machine.
get() { # PATH
  for _ in $(seq 300); do
    # Not straight on: an answer may break off, or be an error's.
    api --output "$work/answer" "$gateway$1" 2>/dev/null && cat "$work/answer" && return
    sleep 1
  done
  fail "no answer to GET $1"
}
