package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
	"parley/ui/mask"
)

// unmasked are the commands that open a screen, and those that say nothing of
// anybody: their words are ours.
var unmasked = []string{"demo", "serve", "sandbox", "config", "keys", "version", "help", "completion", "man", "logout", cobra.ShellCompRequestCmd}

// present puts presenter mode between the command and whoever reads what it
// prints. The screen has it within.
func (a *app) present(cmd *cobra.Command) error {
	top := cmd
	for top.HasParent() && top.Parent().HasParent() {
		top = top.Parent()
	}
	if a.cfgErr != nil || !a.cfg.Mask || !cmd.HasParent() || slices.Contains(unmasked, top.Name()) {
		return nil
	}
	client, err := api.New("none") // it is never used
	if err != nil {
		return err
	}
	defer client.Close()
	w, err := a.work(cmd.Context(), client, false)
	if err != nil {
		return err
	}
	defer w.close(&err)
	a.mask, err = a.workspaceMask(cmd.Context(), w.Desk)
	if err != nil {
		return err
	}
	a.out = &maskedOut{a.out, a.mask}
	return nil
}

// workspaceMask returns the presenter mode of a workspace, on where that is the
// setting.
func (a *app) workspaceMask(ctx context.Context, d *desk.Desk) (*mask.Mask, error) {
	key := a.maskKey
	if key == nil {
		var err error
		if key, err = d.MaskKey(ctx); err != nil {
			return nil, err
		}
	}
	m := mask.New(key)
	if !a.cfg.Mask {
		return m, nil
	}
	m.SetLevel(mask.Names)
	people, err := d.People(ctx)
	m.Meet(people, d.Directory(), d.Status().Identity)
	return m, err
}

// demoMaskKey makes the pseudonyms of a sample workspace: the same ones for the
// same seed.
func demoMaskKey(seed uint64) []byte {
	return []byte("sample workspace " + strconv.FormatUint(seed, 10))
}

// maskedOut is an output of which every line is masked. What is written to it
// in one call must be whole lines.
type maskedOut struct {
	io.Writer
	mask *mask.Mask
}

// Write masks what a command prints.
func (w *maskedOut) Write(p []byte) (int, error) {
	var b bytes.Buffer
	for line := range bytes.Lines(p) {
		text, end := bytes.CutSuffix(line, []byte("\n"))
		b.WriteString(w.mask.Printed(string(text)))
		if end {
			b.WriteByte('\n')
		}
	}
	if _, err := w.Writer.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// writeJSON masks the values of JSON, not its text.
func (w *maskedOut) writeJSON(raw []byte) error {
	raw, err := w.mask.JSON(raw)
	return errors.Join(err, writeJSON(w.Writer, raw))
}

// meetAll makes everybody in conversations known to presenter mode, and those
// whose names were looked up.
func (a *app) meetAll(conversations []api.Conversation, n names) {
	for i := range conversations {
		a.mask.Meet(&conversations[i])
	}
	for _, name := range n.admins {
		if name != operator {
			a.mask.Learn(mask.Person{Name: name, Teammate: true})
		}
	}
	for _, name := range n.contacts {
		a.mask.Learn(mask.Person{Name: name})
	}
}

// meetTeam makes the teammates known to presenter mode. The desk keeps them, so
// that commands that ask nobody know them as well. Where they cannot be read,
// the command itself will say why.
func (w *work) meetTeam(ctx context.Context) {
	if m := w.app.mask; m.On() {
		_ = w.Introduce(ctx, true)
		m.Meet(w.Directory(), w.Status().Identity)
	}
}

// operator is what Intercom calls its own bot where it lists it as an admin.
const operator = "Operator"

// masked are the names as they may be printed.
func (n names) masked(m *mask.Mask) names {
	if !m.On() {
		return n
	}
	out := names{admins: map[api.ID]string{}, teams: n.teams, contacts: map[api.ID]string{}}
	for id, name := range n.admins {
		if name != operator {
			name = m.Name(name)
		}
		out.admins[id] = name
	}
	for id, name := range n.contacts {
		out.contacts[id] = m.Name(name)
	}
	return out
}

// maskedOffers are what a shell may offer in presenter mode: no word that names
// somebody, since a command would not know the pseudonym, and descriptions that
// name nobody.
func (a *app) maskedOffers(ctx context.Context, w *work, offered []cobra.Completion) []cobra.Completion {
	if a.cfgErr != nil || !a.cfg.Mask || w == nil {
		return offered
	}
	m, err := a.workspaceMask(ctx, w.Desk)
	if err != nil {
		return nil
	}
	var out []cobra.Completion
	for _, c := range offered {
		value, about, described := strings.Cut(c, "\t")
		if m.Printed(value) != value {
			continue
		}
		if described {
			value += "\t" + m.Printed(about)
		}
		out = append(out, value)
	}
	return out
}
