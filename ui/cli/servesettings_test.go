//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"

	"parley/ui/serve"
)

// seeAddr listens at an address that nobody has.
func seeAddr(x *trial) {
	if err := x.app().listen(x.Context(), serve.Options{}); err == nil || !strings.Contains(err.Error(), "192.0.2.1") {
		x.Error(err)
	}
}

func seeWebhook(x *trial) {
	a := x.app()
	a.env.Environ = append(a.env.Environ, webhookVariable+"=shh")
	if _, err := a.webhook(x.Context()); err == nil || !strings.Contains(err.Error(), "192.0.2.1") {
		x.Error(err)
	}
}

// seeKeys looks for the keys beside the file.
func seeKeys(x *trial) {
	a := x.app()
	if _, err := a.serveKeys(); err == nil || !strings.HasPrefix(err.Error(), filepath.Join(filepath.Dir(a.cfg.Path), "who", "comes")) {
		x.Error(err)
	}
}

func seeAudit(x *trial) {
	a := x.app()
	log, err := a.openAudit(x.TempDir())
	if err != nil {
		x.Fatal(err)
	}
	if err := log.Close(); err != nil {
		x.Error(err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(a.cfg.Path), "log")); err != nil {
		x.Error(err)
	}
}

func seeHostKey(x *trial) {
	a := x.app()
	if got := a.servePath("serve.host_key", a.cfg.Serve.HostKey, "/y", "host_key"); got != "/x/key" {
		x.Error(got)
	}
}

// limited sees the limits of the server.
func limited(ok func(serve.Limits) bool) func(*trial) {
	return func(x *trial) {
		if l := x.app().serveLimits(); !ok(l) {
			x.Errorf("%+v", l)
		}
	}
}
