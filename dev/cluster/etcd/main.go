// etcd, of the release that Kubernetes is tested with: Debian's lacks the progress notes that newer clients' watches want.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
