//go:build unix

package cli

import "golang.org/x/sys/unix"

// noCore keeps the memory of the program, with all that customers wrote, from
// being written to a file when it dies.
func noCore() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) // where that is refused, nothing is lost but this
}
