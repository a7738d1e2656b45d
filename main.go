// Parley is a support inbox for Intercom that lives in a terminal.
package main

import (
	"os"

	"parley/ui/cli"
)

func main() {
	os.Exit(cli.Main())
}
