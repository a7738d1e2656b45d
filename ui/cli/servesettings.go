package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"parley/config"
	"parley/ui/serve"
)

// settingOf names the setting that a flag of one command gives, among the
// flag's annotations.
const settingOf = "parley_setting"

// setting adds the flag of a setting to those of one command.
func setting(fl *pflag.FlagSet, k config.Key, usage string) {
	fl.String(k.Flag(), "", usage)
	fl.Lookup(k.Flag()).Annotations = map[string][]string{settingOf: {string(k)}}
}

// givenSettings are the settings that the flags of the command give.
func givenSettings(fl *pflag.FlagSet) []config.Key {
	keys := flagged
	fl.Visit(func(f *pflag.Flag) {
		for _, k := range f.Annotations[settingOf] {
			keys = append(slices.Clip(keys), config.Key(k))
		}
	})
	return keys
}

// serveLimits are the limits that were chosen.
func (a *app) serveLimits() serve.Limits {
	l := serve.Limits{Idle: a.cfg.Serve.IdleTimeout, Sessions: a.cfg.Serve.MaxSessions, PerKey: a.cfg.Serve.MaxPerKey}
	if l.Idle == 0 {
		l.Idle = -1
	}
	return l
}

// servePath is the path that a setting names, or else that of a file of the
// server's own.
func (a *app) servePath(k config.Key, path, dir, name string) string {
	if path != "" {
		return a.cfg.Beside(k, path)
	}
	return filepath.Join(dir, "serve", name)
}

// listenAt listens where a setting says.
func (a *app) listenAt(ctx context.Context, k config.Key, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, a.cfg.Wrong(k, err.Error(), "")
	}
	return l, nil
}

// openAudit opens the log of who came and who sent what. Whoever runs the
// server hears when it cannot be written.
func (a *app) openAudit(dir string) (*serve.Audit, error) {
	const setting = "serve.audit"
	path := a.servePath(setting, a.cfg.Serve.Audit, dir, "audit.jsonl")
	if a.cfg.Serve.Audit == "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("make a folder for the audit log: %w", err)
		}
	}
	audit, err := serve.OpenAudit(path, a.env.Now, func(err error) {
		if err == nil {
			a.say("%s is written again", path)
			return
		}
		a.say("%v; what happens meanwhile is missing there", err)
	})
	if err != nil {
		return nil, a.cfg.Wrong(setting, err.Error(), "")
	}
	return audit, nil
}
