package config

import (
	"errors"
	"path/filepath"
	"runtime"
)

// ErrNoHome says that the environment names no home folder, so that there is
// no place for files of Parley.
var ErrNoHome = errors.New("there is no home folder: set HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME")

// Dir returns the folder of Parley's configuration. It need not exist.
func Dir(getenv func(string) string) (string, error) {
	return folder(getenv, "XDG_CONFIG_HOME", ".config", "AppData")
}

// StateDir returns the folder for what Parley keeps on this computer: text
// that was not sent, the store, logs. It need not exist; whoever makes it
// makes it readable by its owner only.
func StateDir(getenv func(string) string) (string, error) {
	return folder(getenv, "XDG_STATE_HOME", filepath.Join(".local", "state"), "LocalAppData")
}

// folder follows the XDG rules on every system, because agents keep their
// files in step between machines, and falls back to what Windows has.
func folder(getenv func(string) string, xdg, below, windows string) (string, error) {
	if d := getenv(xdg); filepath.IsAbs(d) { // the rules say that a relative one is to be ignored
		return filepath.Join(d, "parley"), nil
	}
	if runtime.GOOS == "windows" {
		if d := getenv(windows); d != "" {
			return filepath.Join(d, "parley"), nil
		}
	}
	home := getenv("HOME")
	if home == "" {
		return "", ErrNoHome
	}
	return filepath.Join(home, below, "parley"), nil
}

// Beside returns the path that a setting names: what the file says begins at
// the folder of the file, whatever the folder that Parley was started in.
func (c Config) Beside(k Key, path string) string {
	if path == "" || filepath.IsAbs(path) || c.rank[k] > ofProfile {
		return path
	}
	return filepath.Join(filepath.Dir(c.Path), path)
}
