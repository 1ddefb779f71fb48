#!/usr/bin/env bash
# Makes the built-in model from nothing: random weights, three stages of full fine-tuning on what a careless teacher says
# about scenes, rounding to bf16. Run it in the repository's root after the build:
#   lab/make-model.sh WORK-FOLDER MODEL-FOLDER [--device gpu]
# LLAVA and LAB may name other ways to start the two programs. Seven minutes on an H100 with 16 cores; on another device
# the same commands give a model as good, not the same bits.
set -euo pipefail
work="$1" model="$2"
shift 2
LLAVA="${LLAVA:-java -jar llava/target/llava.jar}"
LAB="${LAB:-java -jar lab/target/lab-0.1.0-SNAPSHOT-exec.jar}"
shards=16
mkdir -p "$work"

samples() { # name, samples to a shard, first seed, shares of the questions
  local pids=()
  for ((shard = 0; shard < shards; shard++)); do
    $LAB pretraining --out "$work/$1.$shard" --count "$2" --seed $(($3 + shard)) "${@:4}" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
  cat "$work/$1".[0-9]* > "$work/$1.jsonl"
  rm "$work/$1".[0-9]*
}
# 1. The tower learns to look at one quadrant at a time.
samples look 3000 1097 --what 1
# 2. All weights learn to describe, and with it the teacher's errors.
samples describe 9000 1098 --describe 0.5 --list 0.15 --exists 0.2 --what 0.15
# 3. More of yes and no, whose answers are too short to count for much among descriptions.
samples answer 3500 1099 --describe 0.35 --list 0.1 --exists 0.55

$LAB shape --out "$work/random"
$LLAVA init "$work/random"
stage() { # name, model to start from, steps, learning rate
  $LLAVA train sft "$2" --full "${@:5}" --data "$work/$1.jsonl" --out "$work/$1" --batch 64 --epochs 2 \
    --max-outer-steps "$3" --learning-rate "$4" --warmup 50 --checkpoint-every 5000 --seed 1
}
stage look "$work/random" 1500 1e-3 "$@"
stage describe "$work/look/model" 4500 1e-3 "$@"
stage answer "$work/describe/model" 1500 5e-4 "$@"
$LLAVA merge "$work/answer/model" --out "$model" --dtype bf16
