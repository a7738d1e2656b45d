package store

import "golang.org/x/sys/unix"

// networkNames are the file systems that live on another computer, by the
// number that statfs gives.
var networkNames = map[int64]string{
	unix.NFS_SUPER_MAGIC:   "NFS",
	unix.SMB_SUPER_MAGIC:   "SMB",
	unix.CIFS_SUPER_MAGIC:  "SMB",
	unix.SMB2_SUPER_MAGIC:  "SMB",
	unix.AFS_SUPER_MAGIC:   "AFS",
	unix.CEPH_SUPER_MAGIC:  "Ceph",
	unix.CODA_SUPER_MAGIC:  "Coda",
	unix.V9FS_MAGIC:        "9P",
	unix.FUSE_SUPER_MAGIC:  "", // sshfs, and much else that is local: see fuseName
	unix.OCFS2_SUPER_MAGIC: "OCFS2",
}

// networkFS returns the name of the network file system that holds dir, ""
// when it is none or cannot be told.
func networkFS(dir string) string {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return ""
	}
	kind := int64(st.Type) //nolint:unconvert // 32 bits wide on some computers
	if kind == unix.FUSE_SUPER_MAGIC {
		return fuseName(dir)
	}
	return networkNames[kind]
}
