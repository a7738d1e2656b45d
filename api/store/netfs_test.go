package store

import (
	"strings"
	"testing"
)

func TestMountKind(t *testing.T) {
	t.Parallel()
	const table = `/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
ana@host:/home /home/ana fuse.sshfs rw 0 0
/dev/sdb1 /home/ana/own ext4 rw 0 0
rclone: /mnt/with\040space fuse.rclone rw 0 0
short line
tmpfs /home/ana/twice tmpfs rw 0 0
x /home/ana/twice fuse.s3fs rw 0 0
`
	for dir, want := range map[string]string{
		"/":                                 "ext4",
		"/home/anabel":                      "ext4",
		"/home/ana":                         "fuse.sshfs",
		"/home/ana/.local/state/parley":     "fuse.sshfs",
		"/home/ana/own/state":               "ext4",
		"/mnt/with space/x":                 "fuse.rclone",
		"/home/ana/twice/x":                 "fuse.s3fs",
		"/home/ana/.local/../own/is-no-own": "fuse.sshfs",
	} {
		if got := mountKind(strings.NewReader(table), dir); got != want {
			t.Errorf("mountKind(%s) = %q, want %q", dir, got, want)
		}
	}
	if fuseNames["fuse.sshfs"] == "" || fuseNames["fuse.gvfsd-fuse"] != "" {
		t.Error("sshfs lives on another computer; what is not known is not said to")
	}
}

// A store on a network file system opens, with a warning of what to do.
func TestNetworkFileSystemIsSaid(t *testing.T) {
	t.Parallel()
	local := open(t, Options{Dir: t.TempDir()})
	if len(local.Warnings()) != 0 {
		t.Errorf("on a disk: %q", local.Warnings())
	}
	far := open(t, Options{Dir: t.TempDir(), network: func(string) string { return "NFS" }})
	if w := far.Warnings(); len(w) != 1 || !strings.Contains(w[0], "(NFS)") || !strings.Contains(w[0], "XDG_STATE_HOME") {
		t.Errorf("warnings: %q", w)
	}
	if far.ReadOnly() {
		t.Error("it is usable")
	}
}
