package config

import _ "embed"

// Example is a configuration file with every setting, commented out, and what
// it means.
//
//go:embed example.toml
var Example string
