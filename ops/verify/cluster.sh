#!/usr/bin/env bash
# Runs k8s/overlays/dev on a real Kubernetes of one node, made for it, and says what it saw: pods that become ready under
# their own limits, a pipeline during which pods are killed, evictions, NetworkPolicies, autoscaling, replicas, and what the
# API makes of k8s/overlays/prod.
#
#   ./mvnw -q -B -DskipTests package && ops/verify/cluster.sh
#
# For root on a Linux with Docker, containerd, runc, kubectl, Go, etcd, CNI's plugins, iptables, ipset, conntrack, socat, curl
# and jq. The cluster's programs are built from Go modules into PROGRAMS (cluster/programs.sh). Images of ours are of Debian
# packages (stand-in-images.sh); with IMAGES=1 those named opadpo/…:dev are taken as they are. Addresses 10.240.0.1,
# 10.244.0.0/16, 10.96.0.0/16 and 10.20.0.0/23 have to be free, and the machine must be no node of another cluster. What it makes
# is gone at the end, but for chains CNI-… of pods that had to be killed. LOG is a folder for logs.
set -euo pipefail
cd "$(dirname "$0")/../.."

work="$(mktemp -d)"
programs="$(mkdir -p "${PROGRAMS:=$HOME/.cache/opadpo-cluster}" && cd "$PROGRAMS" && pwd)"
. ops/verify/common.sh
. ops/verify/cluster/node.sh
. ops/verify/cluster/platform.sh
# From the first moment, so that no command can reach a cluster that this user works with.
export KUBECONFIG="$work/admin.kubeconfig"
no_other_node
clean() {
  set +e
  [[ -z "${LOG:-}" ]] || { mkdir -p "$LOG" && cp -r "$work/log/." "$LOG"; }
  [[ -z "${began:-}" ]] || { prod_end; policies_end; stop_all; }
  rm -rf --one-file-system "$work"
}
trap clean EXIT

say "Programs and images"
ops/verify/cluster/programs.sh "$programs"
make_images

say "A cluster"
prepare
start_api
start_controllers
start_runtime
load_images
start_node
start_network
kubectl apply -f ops/verify/cluster/dns.yaml >/dev/null
kubectl -n kube-system rollout status deployment/dns --timeout 5m >/dev/null
say "  Kubernetes $(kubectl version -o json 2>/dev/null | jq -r .serverVersion.gitVersion), containerd $(containerd --version |
  cut -d' ' -f3), $(kubectl get node "$node" -o json | jq -r '.status.allocatable | "\(.cpu) cores, \(.memory) for pods"')"

. ops/verify/cluster/pipeline.sh
. ops/verify/cluster/policies.sh
. ops/verify/cluster/scaling.sh
. ops/verify/cluster/prod.sh
say "All as it should be"
