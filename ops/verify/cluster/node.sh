# A Kubernetes of one node as processes of this machine, with a containerd of its own. For cluster.sh, which sets $work, a
# folder that is empty, and $programs.
#
# Node authorization, RBAC, PodSecurity and the aggregation of APIs are on, as on a cluster that is meant for use.
node=node node_address=10.240.0.1 pod_addresses=10.244.0.0/24 service_addresses=10.96.0.0/16
declare -A pids

# Starts a program that is to run until the end; its log is named after it.
background() { # NAME ARGUMENT…
  "$@" >"$work/log/$(basename "$1")" 2>&1 &
  pids[$(basename "$1")]=$!
}

# A key and its certificate, signed by the cluster's authority.
certificate() { # NAME SUBJECT [ALTERNATIVE NAMES]
  openssl req -newkey rsa:2048 -nodes -keyout "$work/pki/$1.key" -subj "$2" 2>>"$work/log/openssl" |
    openssl x509 -req -CA "$work/pki/ca.crt" -CAkey "$work/pki/ca.key" -CAcreateserial -days 2 -out "$work/pki/$1.crt" \
      -extfile <(printf 'extendedKeyUsage=serverAuth,clientAuth\n%s\n' "${3:+subjectAltName=$3}") 2>>"$work/log/openssl"
}

# What a component needs to speak to the API.
kubeconfig() { # NAME SUBJECT
  certificate "$1" "$2"
  local file="$work/$1.kubeconfig"
  kubectl config --kubeconfig "$file" set-cluster it --server "https://$node_address:16443" \
    --certificate-authority "$work/pki/ca.crt" --embed-certs >/dev/null
  kubectl config --kubeconfig "$file" set-credentials it --client-certificate "$work/pki/$1.crt" \
    --client-key "$work/pki/$1.key" --embed-certs >/dev/null
  kubectl config --kubeconfig "$file" set-context it --cluster it --user it >/dev/null
  kubectl config --kubeconfig "$file" use-context it >/dev/null
}

# Refuses a machine whose rules at the end would be another cluster's.
no_other_node() {
  ! iptables -w -S 2>/dev/null | grep -q KUBE- || fail "this machine is a node already: there are rules of a kubelet"
  ! ip link show opadpo-node >/dev/null 2>&1 || fail "another run goes on, or left opadpo-node"
}

# The node's address and all keys.
prepare() {
  began=yes
  mkdir -p "$work"/{pki,log}
  ip link add opadpo-node type bridge
  ip address add "$node_address/32" dev opadpo-node
  ip link set opadpo-node up
  # What goes to a service before its rule is there, goes nowhere.
  ip route add "$service_addresses" dev opadpo-node
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/pki/ca.key" -out "$work/pki/ca.crt" -days 2 \
    -subj /CN=ca 2>>"$work/log/openssl"
  openssl genrsa -out "$work/pki/accounts.key" 2048
  certificate apiserver /CN=kube-apiserver \
    "IP:$node_address,IP:${service_addresses%.*.*}.0.1,DNS:kubernetes.default.svc,DNS:kubernetes.default"
  certificate front-proxy /CN=front-proxy
  certificate kubelet-server "/CN=$node" "IP:$node_address,DNS:$node"
  kubeconfig admin /O=system:masters/CN=admin
  kubeconfig controller-manager /CN=system:kube-controller-manager
  kubeconfig scheduler /CN=system:kube-scheduler
  kubeconfig kubelet "/O=system:nodes/CN=system:node:$node"
  kubeconfig proxy /CN=system:kube-proxy
}

start_api() {
  background etcd --data-dir "$work/etcd" --listen-client-urls http://127.0.0.1:12379 \
    --advertise-client-urls http://127.0.0.1:12379 --listen-peer-urls http://127.0.0.1:12380 --log-level warn
  background "$programs/kube-apiserver" --etcd-servers http://127.0.0.1:12379 \
    --bind-address "$node_address" --secure-port 16443 --service-cluster-ip-range "$service_addresses" \
    --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --allow-privileged \
    --client-ca-file "$work/pki/ca.crt" --tls-cert-file "$work/pki/apiserver.crt" \
    --tls-private-key-file "$work/pki/apiserver.key" \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$work/pki/accounts.key" \
    --service-account-signing-key-file "$work/pki/accounts.key" \
    --kubelet-client-certificate "$work/pki/admin.crt" --kubelet-client-key "$work/pki/admin.key" \
    --kubelet-preferred-address-types InternalIP \
    --requestheader-client-ca-file "$work/pki/ca.crt" --requestheader-allowed-names front-proxy \
    --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
    --requestheader-extra-headers-prefix X-Remote-Extra- \
    --proxy-client-cert-file "$work/pki/front-proxy.crt" --proxy-client-key-file "$work/pki/front-proxy.key"
  until kubectl get --raw /readyz >/dev/null 2>&1; do alive; sleep 1; done
}

start_controllers() {
  background "$programs/kube-controller-manager" --kubeconfig "$work/controller-manager.kubeconfig" \
    --authentication-kubeconfig "$work/controller-manager.kubeconfig" \
    --authorization-kubeconfig "$work/controller-manager.kubeconfig" --leader-elect=false \
    --use-service-account-credentials --service-account-private-key-file "$work/pki/accounts.key" \
    --root-ca-file "$work/pki/ca.crt" --allocate-node-cidrs --cluster-cidr "${pod_addresses%/*}/16"
  background "$programs/kube-scheduler" --kubeconfig "$work/scheduler.kubeconfig" \
    --authentication-kubeconfig "$work/scheduler.kubeconfig" \
    --authorization-kubeconfig "$work/scheduler.kubeconfig" --leader-elect=false
}

# Images have to be in the pod's runtime before they are used: there is no registry.
start_runtime() {
  mkdir -p "$work"/{containerd,cni,volumes}
  cat >"$work/containerd.toml" <<END
version = 2
root = "$work/containerd/root"
state = "$work/containerd/state"
[grpc]
  address = "$work/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "opadpo-verify/pause:local"
  # Where root may not make a process less killable than itself, it is made as little.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$(dirname "$(command -v /usr/lib/cni/bridge /opt/cni/bin/bridge | head -n 1)")"
    conf_dir = "$work/cni"
END
  cat >"$work/cni/10-bridge.conflist" <<END
{"cniVersion": "0.4.0", "name": "opadpo", "plugins": [
  {"type": "bridge", "bridge": "opadpo-pods", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$work/addresses", "ranges": [[{"subnet": "$pod_addresses"}]],
            "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
END
  sysctl net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables >"$work/sysctl"
  sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
  background containerd --config "$work/containerd.toml"
  until ctr --address "$work/containerd.sock" version >/dev/null 2>&1; do alive; sleep 0.5; done
}

start_node() {
  cat >"$work/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "$work/pki/ca.crt"}}
authorization: {mode: Webhook}
address: $node_address
tlsCertFile: $work/pki/kubelet-server.crt
tlsPrivateKeyFile: $work/pki/kubelet-server.key
containerRuntimeEndpoint: unix://$work/containerd.sock
cgroupDriver: cgroupfs
failSwapOn: false
clusterDNS: [${service_addresses%.*.*}.0.10]
clusterDomain: cluster.local
evictionHard: {memory.available: 200Mi, nodefs.available: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 100
END
  cat >"$work/proxy.yaml" <<END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: "$work/proxy.kubeconfig"}
mode: iptables
clusterCIDR: ${pod_addresses%/*}/16
hostnameOverride: $node
conntrack: {maxPerCore: 0}
END
  background "$programs/kubelet" --config "$work/kubelet.yaml" --kubeconfig "$work/kubelet.kubeconfig" \
    --root-dir "$work/kubelet" --cert-dir "$work/pki" --hostname-override "$node" --node-ip "$node_address"
  until kubectl wait --for condition=Ready "node/$node" --timeout 5s >/dev/null 2>&1; do alive; sleep 1; done
}

start_network() {
  background "$programs/kube-proxy" --config "$work/proxy.yaml"
  background "$programs/kube-router" --kubeconfig "$work/admin.kubeconfig" --hostname-override "$node" \
    --run-firewall --run-router=false --run-service-proxy=false --service-cluster-ip-range "$service_addresses"
}

# Whether what was started still runs.
alive() {
  local each
  for each in "${!pids[@]}"; do
    kill -0 "${pids[$each]}" 2>/dev/null || { tail -n 20 "$work/log/$each" >&2; fail "$each has ended"; }
  done
}

load() { docker save "$1" | ctr --address "$work/containerd.sock" --namespace k8s.io images import - >/dev/null; } # IMAGE
load_as() { # IMAGE OFFICIAL
  ctr --address "$work/containerd.sock" --namespace k8s.io images tag "docker.io/$1" "docker.io/library/$2" >/dev/null
}

# Ends what was started, and takes away what it left: pods by their API, the rest by process, mount, link and rule.
stop_all() {
  local each
  if [[ -e "$KUBECONFIG" ]]; then
    kubectl delete --all-namespaces --all --wait=false poddisruptionbudgets,deployments,statefulsets,jobs >/dev/null 2>&1
    kubectl delete --all-namespaces --all --force --grace-period 0 --wait=false pods >/dev/null 2>&1
  fi
  for _ in $(seq 60); do [[ -n "$(tasks)" ]] || break; sleep 1; done
  for each in kubelet kube-router kube-proxy; do end "$each"; done
  for each in $(tasks | awk '{print $2}'); do kill -KILL "$each" 2>/dev/null || true; done
  for each in kube-scheduler kube-controller-manager kube-apiserver etcd containerd; do end "$each"; done
  for each in $(awk -v folder="$work/" 'index($2, folder) == 1 {print $2}' /proc/mounts | sort -r); do
    umount "$each" 2>/dev/null || umount --lazy "$each"
  done
  forget_rules
  [[ ! -e "$work/sysctl" ]] || sysctl -q --load "$work/sysctl"
  find /sys/fs/cgroup -depth -type d -path '*/kubepods*' -exec rmdir {} + 2>/dev/null || true
  ip link delete opadpo-pods 2>/dev/null || true
  ip link delete opadpo-node 2>/dev/null || true
}

# What kube-proxy, kube-router and kubelet told the kernel's filter; nobody else's rules have such names.
forget_rules() {
  local table chain
  for table in filter nat mangle; do
    iptables -w -t "$table" -S 2>/dev/null | sed -n '/KUBE-/s/^-A/-D/p' | xargs -r -L 1 iptables -w -t "$table"
    for chain in $(iptables -w -t "$table" -S 2>/dev/null | sed -n 's/^-N \(KUBE-.*\)/\1/p'); do
      iptables -w -t "$table" -X "$chain"
    done
  done
  for chain in $(ipset list -name | grep '^KUBE-'); do ipset destroy "$chain"; done
}

tasks() { ctr --address "$work/containerd.sock" --namespace k8s.io tasks list --quiet=false 2>/dev/null | tail -n +2; }

end() { # NAME
  [[ -n "${pids[$1]:-}" ]] || return 0
  kill "${pids[$1]}" 2>/dev/null || true
  wait "${pids[$1]}" 2>/dev/null || true
}
