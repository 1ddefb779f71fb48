# Who reaches whom, and whose eviction waits.
say "Network policies"
# An address of nobody's (RFC 5737) and one of a private network, at port 443, as if they were elsewhere. The networks are no
# larger than needed: what they cover is out of this machine's reach for a while. No "ip netns", which hides pods' networks.
unshare --net sleep infinity &
pids[outside]=$!
until [[ "$(readlink "/proc/${pids[outside]}/ns/net")" != "$(readlink /proc/$$/ns/net)" ]]; do sleep 0.1; done
outside() { nsenter --net --target "${pids[outside]}" "$@"; }
ip link add opadpo-out type veth peer name inside netns "${pids[outside]}"
ip link set opadpo-out up
outside ip link set inside up
for each in 198.51.100 192.168.203; do
  ip address add "$each.253/30" dev opadpo-out
  outside ip address add "$each.254/30" dev inside
done
outside ip route add default via 198.51.100.253
outside socat TCP-LISTEN:443,fork,reuseaddr EXEC:true >/dev/null 2>&1 &
pids[server]=$!
kubectl create namespace elsewhere >/dev/null
stranger() { # NAMESPACE
  kubectl -n "$1" run stranger --image opadpo/demo:dev --overrides '{"spec": {"automountServiceAccountToken": false,
    "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
    "containers": [{"name": "stranger", "image": "opadpo/demo:dev", "command": ["sleep", "infinity"], "securityContext":
      {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}' >/dev/null
  kubectl -n "$1" wait --for condition=Ready pod/stranger --timeout 2m >/dev/null
}
stranger elsewhere
stranger "$namespace"
address() { k get "$(pod "$1")" -o jsonpath='{.status.podIP}'; }
checked=0
reaches() { # yes|no NAMESPACE POD HOST PORT
  local seen=no
  kubectl -n "$2" exec --quiet "$3" -- timeout 4 bash -c "exec 3<>/dev/tcp/$4/$5" 2>/dev/null && seen=yes
  [[ "$seen" == "$1" ]] || fail "$2/$3 to $4 port $5: $seen"
  checked=$((checked + 1))
}
postgres="$(address postgres)" rollout="$(address rollout)"
for each in "${services[@]}"; do reaches yes opadpo "$(pod "$each")" postgres 5432; done
for each in opadpo elsewhere; do reaches no "$each" stranger "$postgres" 5432; done
reaches no opadpo "$(pod corrector)" "$postgres" 5432
say "  PostgreSQL is reached by the five services, and by no pod without their label, here or in another namespace"
reaches yes opadpo "$(pod feedback)" 198.51.100.254 443
for each in gateway rollout dataset trainer; do reaches no opadpo "$(pod "$each")" 198.51.100.254 443; done
for each in "${services[@]}"; do
  reaches no opadpo "$(pod "$each")" 192.168.203.254 443
done
reaches yes elsewhere stranger 198.51.100.254 443
reaches yes elsewhere stranger 192.168.203.254 443
say "  an address outside is reached by feedback alone, a private one by none of them"
reaches yes elsewhere stranger gateway.opadpo 8080
reaches no elsewhere stranger "$rollout" 8080
reaches no elsewhere stranger "$rollout" 9090
reaches no opadpo stranger "$rollout" 8080
reaches no opadpo "$(pod gateway)" "$rollout" 9090
reaches no opadpo "$(pod rollout)" "$node_address" 16443
say "  users reach the gateway alone; nobody the metrics of others; services not the cluster's API: $checked attempts"

say "Evictions"
k scale deployment/gateway --replicas 2 >/dev/null
ready gateway
evict() {
  printf '{"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s"}}' "${1#pod/}" |
    kubectl create --raw "/api/v1/namespaces/$namespace/pods/${1#pod/}/eviction" -f - 2>&1
}
mapfile -t pair < <(k get pods --selector app.kubernetes.io/name=gateway -o name)
first="$(evict "${pair[0]}")" || fail "$first"
second="$(evict "${pair[1]}")" && fail "both replicas of the gateway are evicted at once"
[[ "$second" == *"disruption budget"* ]] || fail "$second"
ready gateway
say "  the first of two gateways is evicted, the second only when there are two again"
