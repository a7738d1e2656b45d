//go:build unix

package cli

import (
	"strings"
	"testing"

	"parley/config"
)

// Every variable and every flag of the reference gives its setting, and says
// so.
func TestEveryVariableAndFlagCounts(t *testing.T) {
	t.Parallel()
	values := map[config.Key]string{
		config.KeyBaseURL: "http://127.0.0.1:9", config.KeyRegion: "au", config.KeyAPIVersion: "2.11", config.KeyAdmin: "41",
		config.KeyReadOnly: "true", config.KeyMask: "true", config.KeyLinear: "true", config.KeyLowBandwidth: "on", "slideshow": "25s", config.KeyStore: "false", config.KeyRetention: "8", config.KeyTheme: "light",
		config.KeyHyperlinks: "off", "editor": "ed", config.KeyNotifications: "bell", config.KeyMarkRead: "reply", config.KeyKeyPreset: "vim",
	}
	for _, e := range (config.Config{Settings: config.Default()}).Entries() {
		if e.Key.Env() == "" {
			continue
		}
		value, ok := values[e.Key]
		if !ok {
			t.Errorf("nothing here tries %s of %s", e.Key.Env(), e.Key)
			continue
		}
		t.Run(string(e.Key), func(t *testing.T) {
			t.Parallel()
			x := &trial{T: t, state: t.TempDir(), environ: []string{e.Key.Env() + "=" + value}}
			if out := x.run("config", "show"); !strings.Contains(out, value) || !strings.Contains(out, "# "+e.Key.Env()+"\n") {
				t.Errorf("%s=%s: %s", e.Key.Env(), value, out)
			}
			flag := e.Key.Flag()
			if flag == "" {
				return
			}
			args := []string{"config", "show", "--" + flag + "=" + value}
			switch {
			case e.Key == config.KeyAdmin: // a flag of the commands that act
				args = []string{"list", "--help"}
			case strings.HasPrefix(flag, "no-"), value == "true":
				args[2] = "--" + flag
			}
			x = &trial{T: t, state: t.TempDir()}
			if out := x.run(args...); !strings.Contains(out, "--"+flag) {
				t.Errorf("--%s: %s", flag, out)
			}
		})
	}
}
