package config_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"parley/config"
)

func load(t *testing.T, flags map[config.Key]string, env map[string]string) (config.Config, error) {
	t.Helper()
	return config.Load(config.Sources{Flags: flags, Getenv: func(k string) string { return env[k] }})
}

func TestLoadTakesTheNearestSource(t *testing.T) {
	t.Parallel()
	env := map[string]string{
		"INTERCOM_API_BASE_URL": "https://proxy.example/intercom/", "INTERCOM_VERSION": "2.11",
		"PARLEY_ADMIN": "41", "PARLEY_READ_ONLY": "1", "PARLEY_THEME": "light",
	}
	c, err := load(t, map[config.Key]string{config.KeyAPIVersion: "2.14"}, env)
	if err != nil {
		t.Fatal(err)
	}
	want := "https://proxy.example/intercom||2.14|41|true|light"
	got := fmt.Sprintf("%s|%s|%s|%s|%v|%s", c.BaseURL, c.Region, c.APIVersion, c.AdminID, c.ReadOnly, c.Theme)
	if got != want {
		t.Errorf("Load() = %s, want %s", got, want)
	}
	for key, from := range map[config.Key]string{
		config.KeyBaseURL: "INTERCOM_API_BASE_URL", config.KeyAPIVersion: "--api-version",
		config.KeyAdmin: "PARLEY_ADMIN", config.KeyRegion: "",
	} {
		if c.From(key) != from {
			t.Errorf("From(%s) = %q, want %q", key, c.From(key), from)
		}
	}
}

func TestLoadWithNothingSet(t *testing.T) {
	t.Parallel()
	c, err := load(t, nil, nil)
	if err != nil || len(c.Problems) > 0 || c.BaseURL != "" || c.Region != "" || c.ReadOnly {
		t.Errorf("Load() = %+v, %v, want nothing chosen", c, err)
	}
}

func TestRegionAndBaseURL(t *testing.T) {
	t.Parallel()
	url, region := "https://one.example", "eu"
	tests := []struct {
		name       string
		flags      map[config.Key]string
		env        map[string]string
		url, where string
		problem    bool
	}{
		{name: "flag beats variable", flags: map[config.Key]string{"region": region}, env: map[string]string{"INTERCOM_API_BASE_URL": url}, where: region},
		{name: "and the other way", flags: map[config.Key]string{"base_url": url}, env: map[string]string{"PARLEY_REGION": region}, url: url},
		{name: "two flags", flags: map[config.Key]string{"base_url": url, "region": region}, problem: true},
		{name: "two variables", env: map[string]string{"INTERCOM_API_BASE_URL": url, "PARLEY_REGION": region}, problem: true},
		{name: "capitals", env: map[string]string{"PARLEY_REGION": "EU"}, where: region},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := load(t, tt.flags, tt.env)
			if (err != nil) != tt.problem || c.BaseURL != tt.url || c.Region != tt.where {
				t.Errorf("Load() = %q %q %v", c.BaseURL, c.Region, err)
			}
		})
	}
}

func TestBadSettingsNameTheirPlace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		flag    config.Key
		env     string
		value   string
		problem string
	}{
		{env: "INTERCOM_API_BASE_URL", value: "api.intercom.io", problem: `INTERCOM_API_BASE_URL: "api.intercom.io" does not start with https:// or http://; allowed: an address such as https://api.intercom.io`},
		{flag: "base_url", value: "https://", problem: `--base-url: "https://" names no host`},
		{flag: "base_url", value: "https://me:pw@host", problem: `--base-url: a user name or password`},
		{flag: "base_url", value: "https://host/?q=1", problem: `--base-url: "https://host/?q=1" goes on after the path`},
		{flag: "base_url", value: "https://host:x y", problem: `--base-url: it is not a web address`},
		{flag: "region", value: "moon", problem: `--region: "moon" is not a region; allowed: us, eu, au`},
		{env: "PARLEY_REGION", value: "moon", problem: `PARLEY_REGION: "moon" is not a region; allowed: us, eu, au`},
		{env: "PARLEY_ADMIN", value: "ana", problem: `PARLEY_ADMIN: "ana" is not an id; allowed: the id of a teammate`},
		{env: "PARLEY_READ_ONLY", value: "maybe", problem: `PARLEY_READ_ONLY: "maybe" is neither true nor false`},
	}
	for _, tt := range tests {
		t.Run(string(tt.flag)+tt.env+tt.value, func(t *testing.T) {
			t.Parallel()
			flags, env := map[config.Key]string{}, map[string]string{}
			if tt.flag != "" {
				flags[tt.flag] = tt.value
			} else {
				env[tt.env] = tt.value
			}
			_, err := load(t, flags, env)
			if _, ok := errors.AsType[*config.Error](err); !ok || !strings.HasPrefix(err.Error(), tt.problem) {
				t.Errorf("Load() error = %v, want %s…", err, tt.problem)
			}
		})
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	tests := []struct {
		name          string
		env           map[string]string
		config, state string
	}{
		{name: "home", env: map[string]string{"HOME": home}, config: filepath.Join(home, ".config", "parley"), state: filepath.Join(home, ".local", "state", "parley")},
		{
			name: "xdg", env: map[string]string{"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, "c"), "XDG_STATE_HOME": filepath.Join(home, "s")},
			config: filepath.Join(home, "c", "parley"), state: filepath.Join(home, "s", "parley"),
		},
		{
			name: "relative is ignored", env: map[string]string{"HOME": home, "XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": "s"},
			config: filepath.Join(home, ".config", "parley"), state: filepath.Join(home, ".local", "state", "parley"),
		},
		{name: "nowhere"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			getenv := func(k string) string { return tt.env[k] }
			dir, errDir := config.Dir(getenv)
			state, errState := config.StateDir(getenv)
			if dir != tt.config || state != tt.state {
				t.Errorf("Dir() = %q, StateDir() = %q, want %q and %q", dir, state, tt.config, tt.state)
			}
			nowhere := tt.config == ""
			if errors.Is(errDir, config.ErrNoHome) != nowhere || errors.Is(errState, config.ErrNoHome) != nowhere {
				t.Errorf("errors = %v, %v", errDir, errState)
			}
		})
	}
}
