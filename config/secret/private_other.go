//go:build !unix

package secret

import "io/fs"

// private trusts the folder: its rights are not in the file's mode here.
func private(fs.FileInfo, string) error { return nil }
