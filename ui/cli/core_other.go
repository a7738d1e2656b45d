//go:build !unix

package cli

// noCore does nothing: only Unix writes core files.
func noCore() {}
