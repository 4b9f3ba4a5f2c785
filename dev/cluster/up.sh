#!/usr/bin/env bash
# up.sh DIR: brings a Kubernetes cluster up on this machine, all its state below DIR. Needs root, and what build.sh made.
#
# One real node (kubelet on containerd) that claims to have GPUs, kwok for nodes that are only claimed (nodes.py), CoreDNS,
# Kueue, JobSet and Kubeflow Trainer. Several clusters can be up at once. down.sh DIR ends it, whatever became of up.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
[ $# = 1 ] || fail "usage: up.sh DIR"
[ "$(id -u)" = 0 ] || fail "kubelet and containerd need root"
cache=$(cluster_cache)
packages=$(missing_packages)
[ -z "$packages" ] || fail "these Debian packages are missing: $(echo $packages). Run $here/build.sh as root, which installs them"
for p in kube etcd trainer jobset kueue coredns kwok; do
  [ -x "$cache/bin/$p" ] || fail "$cache/bin/$p is missing: run $here/build.sh first"
done
mkdir -p "$1"
D=$(cd "$1" && pwd -P)
case $D in *[!A-Za-z0-9._/-]*) fail "$D: only letters, digits and . _ - / may stand in the folder's name" ;; esac
# containerd's socket paths are cut at 108 characters.
[ ${#D} -le 60 ] || fail "$D is longer than 60 characters, which sockets do not allow"
[ -z "$(cluster_processes "$D")" ] || fail "a cluster is up at $D: run $here/down.sh $D first"
[ -z "$(ls -A "$D")" ] || [ -d "$D/run" ] || [ "$(ls -A "$D")" = log ] || fail "$D is not empty and no cluster was there; name another folder"
"$here/down.sh" "$D"
W=$(cluster_word "$D")
mkdir -p "$D"/{etcd,pki,log,run,containerd,kubelet,cni,hook,kueue/etc/kueue/metrics,trainer/tmp/k8s-webhook-server}
cd "$D"
rm -f log/*
export PATH="$cache/bin:$PATH"

done=
ended() {
  [ -n "$done" ] && return
  echo "up.sh: ended before the cluster was up; taking it down. Logs stay in $D/log" >&2
  "$here/down.sh" "$D"
}
trap ended EXIT
trap 'exit 130' INT TERM

# A second network for a second cluster: the address that is not taken yet is the claim.
K=
for k in $(seq 0 99); do
  if ip addr add "10.96.$k.10/32" dev lo label "lo:$W" 2> /dev/null; then K=$k && break; fi
done
[ -n "$K" ] || fail "no address of 10.96.0.10, 10.96.1.10 ... 10.96.99.10 could be given to lo (ip addr show lo)"
DNS=10.96.$K.10
read -r etcd etcd_peer api controller scheduler kubelet kubelet_health kwok kueue_health kueue_metrics kueue_hook \
  jobset_health jobset_metrics jobset_hook trainer_health trainer_hook dns_ready < <(python3 - << 'P'
import socket
taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(17)]
print(*(s.getsockname()[1] for s in taken))
P
)
API=https://127.0.0.1:$api

# Every process of the cluster lives in this cgroup, every container below pods: so down.sh finds them without process ids.
for h in /sys/fs/cgroup/*/; do
  case $h in */unified/) continue ;; esac
  [ -e /sys/fs/cgroup/cgroup.controllers ] && continue
  mkdir -p "${h}tuneplan-$W/parts" "${h}tuneplan-$W/pods"
done
[ ! -e /sys/fs/cgroup/cgroup.controllers ] || mkdir -p "/sys/fs/cgroup/tuneplan-$W/parts" "/sys/fs/cgroup/tuneplan-$W/pods"
parts=$(cgroup_tree)/tuneplan-$W/parts

# part NAME PROGRAM ARG...: writes run/NAME, which part.sh starts again after a test killed it, and starts it.
part() {
  local name=$1
  shift
  {
    echo '#!/usr/bin/env bash'
    echo "cd $D && echo \$\$ > $parts/cgroup.procs && echo \$\$ > run/$name.pid"
    echo "export KUBECONFIG=$D/admin.kubeconfig"
    printf 'exec'
    printf ' %q' "$@"
    echo " >> log/$name.log 2>&1 < /dev/null"
  } > "run/$name"
  chmod +x "run/$name"
  setsid "run/$name" &
  disown
}
# await SECONDS PART WHAT COMMAND...: until the command succeeds; says what is not there, with the part's last words.
await() {
  local limit=$((SECONDS + $1)) part=$2 what=$3
  shift 3
  until "$@" > log/await 2>&1; do
    if [ $SECONDS -ge $limit ] || { [ -s "run/$part.pid" ] && ! lives "$D" "$part"; }; then
      echo "up.sh: $what: not so after $SECONDS s; $part $(lives "$D" "$part" && echo "still runs" || echo "has ended"). The end of its log:" >&2
      tail -n 15 "log/$part.log" >&2 || true
      echo "up.sh: and what was asked for said: $(tail -n 5 log/await)" >&2
      exit 1
    fi
    sleep 0.2
  done
}
healthy() { python3 -c 'import ssl, sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=2, context=ssl._create_unverified_context())' "$1"; }

# Trainer makes certificates of its own, and then waits for a Secret to be mounted, unless it finds an authority with this name
# and nothing that ends within 90 days.
openssl genrsa -out pki/sa.key 2048 2> /dev/null
openssl rsa -in pki/sa.key -pubout -out pki/sa.pub 2> /dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout pki/ca.key -out pki/ca.crt -subj /O=tuneplan/CN=dev-ca \
  -addext subjectAltName=DNS:kubeflow-trainer-ca -days 3650 2> /dev/null
openssl rsa -traditional -in pki/ca.key -out pki/ca.pkcs1.key 2> /dev/null # the only form that Trainer reads
cert() { # NAME SUBJECT
  openssl req -newkey rsa:2048 -nodes -keyout "pki/$1.key" -out "pki/$1.csr" -subj "$2" 2> /dev/null
  openssl x509 -req -in "pki/$1.csr" -CA pki/ca.crt -CAkey pki/ca.key -CAcreateserial -days 3650 -out "pki/$1.crt" \
    -extfile <(echo "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:kubernetes.default.svc,DNS:kubeflow-trainer-controller-manager.kubeflow-system.svc") 2> /dev/null
  cat > "$1.kubeconfig" << K
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "$API", certificate-authority-data: $(base64 -w0 pki/ca.crt)}}]
users: [{name: u, user: {client-certificate-data: $(base64 -w0 "pki/$1.crt"), client-key-data: $(base64 -w0 "pki/$1.key")}}]
contexts: [{name: dev, context: {cluster: c, user: u}}]
current-context: dev
K
}
cert apiserver /CN=kube-apiserver
cert admin /O=system:masters/CN=admin
cert controller-manager /CN=system:kube-controller-manager
cert scheduler /CN=system:kube-scheduler
cert kubelet /O=system:nodes/CN=system:node:node-1
export KUBECONFIG=$D/admin.kubeconfig

part etcd etcd --data-dir etcd --listen-client-urls "http://127.0.0.1:$etcd" --advertise-client-urls "http://127.0.0.1:$etcd" \
  --listen-peer-urls "http://127.0.0.1:$etcd_peer" --initial-advertise-peer-urls "http://127.0.0.1:$etcd_peer" \
  --initial-cluster "default=http://127.0.0.1:$etcd_peer" --unsafe-no-fsync --quota-backend-bytes 8589934592
part apiserver kube apiserver --etcd-servers="http://127.0.0.1:$etcd" --service-cluster-ip-range=10.96.0.0/16 \
  --bind-address=127.0.0.1 --advertise-address=127.0.0.1 --secure-port="$api" --endpoint-reconciler-type=none \
  --tls-cert-file=pki/apiserver.crt --tls-private-key-file=pki/apiserver.key --client-ca-file=pki/ca.crt \
  --authorization-mode=Node,RBAC --service-account-key-file=pki/sa.pub --service-account-signing-key-file=pki/sa.key \
  --service-account-issuer=https://kubernetes.default.svc --kubelet-client-certificate=pki/admin.crt \
  --kubelet-client-key=pki/admin.key --kubelet-preferred-address-types=InternalIP --allow-privileged=true

cat > containerd.toml << K
version = 2
root = "$D/containerd/root"
state = "$D/containerd/state"
[grpc]
  address = "$D/containerd/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$D/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "dev.local/pause:1"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "$D/containerd/runc"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$D/cni"
K
# ptp needs no bridge module; the host end of each pod's veth routes to the other pods.
cat > cni/10-pods.conflist << K
{"cniVersion": "0.4.0", "name": "tuneplan-$W", "plugins": [{"type": "ptp", "ipMasq": false, "ipam": {"type": "host-local",
  "dataDir": "$D/cni/leases", "ranges": [[{"subnet": "10.244.$K.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
K
part containerd containerd -c containerd.toml
await 30 containerd "containerd answers" ctr -a containerd/containerd.sock version
for image in "$cache"/images/*.tar; do ctr -a containerd/containerd.sock -n k8s.io images import "$image" > /dev/null; done

# Until /readyz is a 200 it prints "ok" lines too, and a controller manager that starts too early dies of missing RBAC.
await 90 apiserver "the API server is ready" kubectl get --raw /readyz
part controller-manager kube controller-manager --kubeconfig controller-manager.kubeconfig --secure-port="$controller" \
  --bind-address=127.0.0.1 --authentication-kubeconfig controller-manager.kubeconfig \
  --authorization-kubeconfig controller-manager.kubeconfig --leader-elect=false --use-service-account-credentials \
  --service-account-private-key-file=pki/sa.key --root-ca-file=pki/ca.crt --kube-api-qps=200 --kube-api-burst=400
part scheduler kube scheduler --kubeconfig scheduler.kubeconfig --secure-port="$scheduler" --bind-address=127.0.0.1 \
  --authentication-kubeconfig scheduler.kubeconfig --authorization-kubeconfig scheduler.kubeconfig --leader-elect=false \
  --kube-api-qps=200 --kube-api-burst=400
cat > kubelet.yaml << K
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $D/pki/ca.crt}}
authorization: {mode: Webhook}
port: $kubelet
healthzPort: $kubelet_health
cgroupDriver: cgroupfs
cgroupRoot: /tuneplan-$W/pods
failCgroupV1: false
failSwapOn: false
maxPods: 200
podLogsDir: $D/pod-logs
containerRuntimeEndpoint: unix://$D/containerd/containerd.sock
tlsCertFile: $D/pki/apiserver.crt
tlsPrivateKeyFile: $D/pki/apiserver.key
clusterDomain: cluster.local
clusterDNS: [$DNS]
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
K
part kubelet kube kubelet --config kubelet.yaml --kubeconfig kubelet.kubeconfig --root-dir "$D/kubelet" --cert-dir "$D/pki" \
  --hostname-override node-1
printf '.:53 {\n bind %s\n errors\n ready 127.0.0.1:%s\n kubernetes cluster.local {\n  kubeconfig %s dev\n }\n}\n' \
  $DNS "$dns_ready" "$D/admin.kubeconfig" > Corefile
part coredns coredns -conf Corefile
stages=$cache/manifests/kwok/kustomize/stage
part kwok kwok --kubeconfig admin.kubeconfig --manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake --node-ip=127.0.0.1 \
  --server-address="127.0.0.1:$kwok" $(for s in node/fast/node-initialize node/heartbeat/node-heartbeat pod/fast/pod-ready \
  pod/fast/pod-delete; do echo --config "$stages/$s.yaml"; done) --config "$here/pod-complete.yaml"

# The controllers run beside the cluster: their webhooks are reached by URL, not by Service, with the cluster's own certificate.
cp pki/apiserver.crt hook/tls.crt
cp pki/apiserver.key hook/tls.key
cp pki/ca.crt hook/ca.crt
kueue=$cache/manifests/kueue/config/components jobset=$cache/manifests/jobset/config/components trainer=$cache/manifests/trainer/manifests/base
cat "$kueue"/crd/bases/*.yaml "$jobset"/crd/bases/*.yaml "$trainer"/crds/trainer*.yaml | kubectl apply --server-side -f - > log/crds.log
kubectl create namespace kubeflow-system > /dev/null
kubectl wait --for=condition=Established crd --all --timeout=60s > /dev/null
cat > kueue.yaml << K
apiVersion: config.kueue.x-k8s.io/v1beta1
kind: Configuration
health: {healthProbeBindAddress: "127.0.0.1:$kueue_health"}
metrics: {bindAddress: "127.0.0.1:$kueue_metrics"}
webhook: {host: 127.0.0.1, port: $kueue_hook, certDir: $D/hook}
leaderElection: {leaderElect: false}
internalCertManagement: {enable: false}
clientConnection: {qps: 200, burst: 400}
integrations: {frameworks: [batch/job, jobset.x-k8s.io/jobset, trainer.kubeflow.org/trainjob]}
K
cat > jobset.yaml << K
apiVersion: config.jobset.x-k8s.io/v1alpha1
kind: Configuration
webhook: {host: 127.0.0.1, port: $jobset_hook, certDir: $D/hook}
leaderElection: {leaderElect: false}
internalCertManagement: {enable: false}
K
# Kueue wants a certificate in a fixed folder below /etc, Trainer below /tmp: each sees a folder of the cluster's there.
ln -s "$D/hook" kueue/etc/kueue/metrics/certs
elsewhere() { echo "exec 8< \"\$(command -v $1)\"; mount --bind $2 $3; exec /proc/self/fd/8 \"\$@\""; }
part kueue unshare --mount bash -c "$(elsewhere kueue "$D/kueue/etc" /etc)" kueue --config "$D/kueue.yaml" \
  --kubeconfig "$D/admin.kubeconfig" --feature-gates=VisibilityOnDemand=false
part jobset jobset --config jobset.yaml --kubeconfig admin.kubeconfig --metrics-bind-address "127.0.0.1:$jobset_metrics" \
  --health-probe-bind-address "127.0.0.1:$jobset_health"
cp -r hook trainer/tmp/k8s-webhook-server/serving-certs
cp admin.kubeconfig trainer/tmp/kubeconfig
kubectl -n kubeflow-system create secret generic kubeflow-trainer-webhook-cert --from-file=ca.crt=pki/ca.crt --from-file=ca.key=pki/ca.pkcs1.key \
  --from-file=tls.crt=hook/tls.crt --from-file=tls.key=hook/tls.key > /dev/null
hooks() { kubectl create --dry-run=client --validate=false -o json -f "$1" | python3 "$here/webhooks.py" pki/ca.crt "${@:2}"; }
hooks "$trainer/webhook/manifests.yaml" "$trainer_hook" "" | sed 's/"validating-webhook-configuration"/"validator.trainer.kubeflow.org"/' > trainer/webhooks.json
kubectl apply -f trainer/webhooks.json > /dev/null
part trainer unshare --mount bash -c "$(elsewhere trainer "$D/trainer/tmp" /tmp)" trainer --kubeconfig /tmp/kubeconfig \
  --health-probe-bind-address "127.0.0.1:$trainer_health" --webhook-server-port "$trainer_hook"

await 60 coredns "DNS answers" healthy "http://127.0.0.1:$dns_ready/ready"
"$here/gpus.sh" "$D" || { tail -n 15 log/kubelet.log >&2; exit 1; }
await 60 jobset "JobSet's webhooks answer" healthy "http://127.0.0.1:$jobset_health/readyz"
hooks "$jobset/webhook/manifests.yaml" "$jobset_hook" jobset- | kubectl apply -f - > /dev/null
await 60 kueue "Kueue's webhooks answer" healthy "http://127.0.0.1:$kueue_health/readyz"
hooks "$kueue/webhook/manifests.yaml" "$kueue_hook" kueue- batch kueue.x-k8s.io jobset.x-k8s.io trainer.kubeflow.org | kubectl apply -f - > /dev/null
await 60 trainer "Trainer's webhooks answer" healthy "http://127.0.0.1:$trainer_health/readyz"
await 60 kueue "queues and runtimes are accepted" kubectl apply --server-side -f "$here/base.yaml"
await 30 kueue "the queue is active" kubectl -n ml wait --for=condition=Active localqueue/gpu-queue --timeout=1s
await 30 controller-manager "the namespace has its service account" kubectl -n ml get serviceaccount default
for p in etcd apiserver controller-manager scheduler containerd kubelet coredns kwok kueue jobset trainer; do
  lives "$D" $p || { tail -n 15 "log/$p.log" >&2; fail "$p ended; see above"; }
done
done=1
echo "up in $SECONDS s. To use it: export KUBECONFIG=$KUBECONFIG PATH=$cache/bin:\$PATH"
