package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"parley/api/store"
	"parley/config"
	"parley/keymap"
)

// examineSettings looks at the file, what it means, and the macros.
func (a *app) examineSettings(_ context.Context, f *findings) {
	if a.cfgErr != nil {
		f.bad(exitCode(a.cfgErr), "settings", sentenceOf(a.cfgErr), "correct the flag or the variable; the rest was looked at with the defaults")
		a.cfg = config.Config{Settings: config.Default(), Profile: config.DefaultProfile}
		a.means, _ = understand(&a.cfg)
		return
	}
	switch _, err := os.Stat(a.cfg.Path); {
	case a.cfg.Path == "":
		f.warn("file", config.ErrNoHome.Error(), "")
	case err == nil:
		f.fine("file", "%s", a.cfg.Path)
	default:
		f.fine("file", "there is none; %s would be it", a.cfg.Path)
	}
	if len(a.cfg.Profiles) > 0 {
		f.fine("profile", "%s, of %s", a.cfg.Profile, strings.Join(append([]string{config.DefaultProfile}, a.cfg.Profiles...), ", "))
	} else {
		f.fine("profile", "%s", a.cfg.Profile)
	}
	for _, p := range a.cfg.Problems {
		f.bad(ExitUsage, "settings", p.Error(), "correct the line; `parley config check` looks at all profiles")
	}
	if len(a.cfg.Problems) == 0 {
		f.fine("settings", "nothing is wrong with them")
	}
	a.examineKeys(f)
	a.examineMacros(f)
	a.examineThemes(f)
	if a.cfg.ReadOnly {
		f.fine("read-only", "nothing can be written to Intercom (%s)", a.cfg.From(config.KeyReadOnly))
	}
}

func (a *app) examineKeys(f *findings) {
	var hidden []string
	for _, chain := range keymap.Chains() {
		for _, b := range a.means.keys.Hidden(chain...) {
			hidden = append(hidden, b.Name())
		}
	}
	if len(hidden) > 0 {
		f.warn("keys", "hidden by others in some place: "+strings.Join(hidden, ", "), "`parley keys check` says where; give them other keys under [keys]")
		return
	}
	f.fine("keys", "preset %s, %s of your own", a.cfg.KeyPreset, plural(len(a.cfg.Keys), "action", "actions"))
}

func (a *app) examineMacros(f *findings) {
	macros, err := a.macros()
	if err != nil {
		f.bad(ExitUsage, "macros", err.Error(), "correct the file; the others can be used")
		return
	}
	f.fine("macros", "%s of your own", plural(len(macros), "macro", "macros"))
}

func (a *app) examineThemes(f *findings) {
	for _, p := range a.means.themes.problems {
		f.warn("themes", p.Error(), "correct the file; until then it cannot be chosen")
	}
	for _, w := range a.means.themes.advice {
		f.warn("themes", w, "choose a colour that is further away")
	}
}

// lowDisk is how little free space is worth a warning, in bytes.
const lowDisk = 200 << 20

// examineStore looks at what is kept on this computer.
func (a *app) examineStore(ctx context.Context, f *findings) {
	dir, err := a.profileDir()
	if err != nil {
		f.bad(ExitUsage, "folder", err.Error(), "")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, doctorDisk)
	defer cancel()
	r, err := store.Inspect(ctx, dir)
	switch {
	case err != nil:
		f.bad(ExitFailed, "folder", err.Error(), "give yourself the right to read it")
		return
	case !r.Exists:
		f.fine("folder", "%s is made at the first start", dir)
	case r.Mode&0o077 != 0:
		f.warn("folder", fmt.Sprintf("%s has mode %o: others can look into it", dir, r.Mode), "chmod 700 "+shellWord(dir))
	default:
		f.fine("folder", "%s, open in %s", dir, plural(r.Running, "program", "programs"))
	}
	for _, file := range r.Files {
		examineFile(f, dir, file)
	}
	if !a.cfg.Store {
		f.fine("store", "off: only drafts and what is on its way out are kept")
	}
	examineDisk(f, r.Disk)
}

func examineFile(f *findings, dir string, file store.FileReport) {
	switch {
	case errors.Is(file.Err, context.DeadlineExceeded):
		f.skip(file.Name, bytesize(file.Bytes)+"; checking it takes too long")
	case store.Busy(file.Err):
		f.skip(file.Name, "another program is writing to it")
	case store.Corrupt(file.Err):
		f.bad(ExitFailed, file.Name, "it is damaged", "start Parley: it sets the file aside and saves drafts and outbox from it")
	case file.Err != nil:
		f.bad(ExitFailed, file.Name, store.Sentence(file.Err), "")
	case file.Mode&0o077 != 0:
		f.warn(file.Name, fmt.Sprintf("mode %o: others can read what customers wrote", file.Mode), "chmod 600 "+shellWord(dir+"/"+file.Name))
	default:
		f.fine(file.Name, "%s, sound", bytesize(file.Bytes))
	}
}

func examineDisk(f *findings, d store.Disk) {
	name := d.Kind
	if name == "" {
		name = "file system"
	}
	free := name + ", " + bytesize(int64(min(d.Free, 1<<60))) + " free"
	switch {
	case !d.Known:
		f.skip("disk", "this system does not say")
	case d.Network:
		f.warn("disk", free+"; on a network file system drafts and outbox may be damaged when two computers use them",
			"set XDG_STATE_HOME to a folder on a disk of this computer")
	case d.Free < lowDisk:
		f.warn("disk", free, "make room: replies are written to disk before they leave")
	default:
		f.fine("disk", "%s", free)
	}
}
