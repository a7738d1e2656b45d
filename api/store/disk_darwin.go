package store

import (
	"slices"

	"golang.org/x/sys/unix"
)

// diskOf asks the system about the file system below a directory.
func diskOf(dir string) Disk {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return Disk{}
	}
	kind := unix.ByteSliceToString(s.Fstypename[:])
	return Disk{
		Kind: kind, Network: slices.Contains([]string{"nfs", "smbfs", "afpfs", "webdav", "macfuse"}, kind),
		Free: s.Bavail * uint64(s.Bsize), Known: true,
	}
}
