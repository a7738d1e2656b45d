// Gen writes the commented example of a theme of the user's own.
package main

import (
	"fmt"
	"os"

	"parley/ui/theme"
)

func main() {
	if err := os.WriteFile(os.Args[1], []byte(theme.Example()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
