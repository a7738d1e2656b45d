//go:build unix

package secret

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// private says why somebody else may know what is in a file.
func private(info fs.FileInfo, path string) error {
	if s, ok := info.Sys().(*syscall.Stat_t); ok && int(s.Uid) != os.Getuid() {
		return errors.New("the file belongs to somebody else; run parley login again")
	}
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("others can read it; run chmod 600 %s, and renew the token if somebody may have", path)
	}
	return nil
}
