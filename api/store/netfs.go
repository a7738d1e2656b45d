package store

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// networkWarning says what a network file system does to the store. SQLite's
// log and the locks of its programs need memory that all of them share.
func networkWarning(name string) string {
	return "Drafts and outbox lie on a network file system (" + name + "), where a lost connection or a second computer can damage them. " +
		"Set XDG_STATE_HOME to a folder on this computer's own disk."
}

// fuseNames are the file systems over FUSE that live on another computer.
var fuseNames = map[string]string{
	"fuse.sshfs": "sshfs", "fuse.rclone": "rclone", "fuse.davfs2": "WebDAV", "fuse.s3fs": "S3",
	"fuse.glusterfs": "GlusterFS", "fuse.ceph": "Ceph", "fuse.cifs": "SMB", "fuse.smbnetfs": "SMB", "fuse.curlftpfs": "FTP",
}

// fuseName asks the table of mounts which file system over FUSE holds dir.
func fuseName(dir string) string {
	f, err := os.Open("/proc/self/mounts")
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // it was only read
	if whole, err := filepath.EvalSymlinks(dir); err == nil {
		dir = whole
	}
	return fuseNames[mountKind(f, dir)]
}

// mountKind returns the type of the mount that holds dir, by a table in the
// form of fstab(5): of several at the same place the last.
func mountKind(table io.Reader, dir string) string {
	kind, longest := "", -1
	unescape := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	for lines := bufio.NewScanner(table); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 3 {
			continue
		}
		at := strings.TrimSuffix(unescape.Replace(fields[1]), "/")
		if (dir == at || strings.HasPrefix(dir, at+"/")) && len(at) >= longest {
			kind, longest = fields[2], len(at)
		}
	}
	return kind
}
