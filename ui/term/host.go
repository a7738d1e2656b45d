// Package term is the machine around the terminal: the editor, the browser,
// and files to attach. It draws nothing.
package term

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"parley/api/desk"
	"parley/api/safetext"
)

// maxFile is the largest file that is attached, in bytes: Intercom's limit for
// a whole mail, which is the smallest of its limits.
const maxFile = 20 << 20

// Host is the machine that Parley runs on, as its agent may use it. The zero
// Host has no environment: no editor, no browser. It is safe for concurrent
// use.
type Host struct {
	// Getenv reads the agent's environment.
	Getenv func(string) string
	// Remote says that the agent sits elsewhere: browser and editor of this
	// machine are not the agent's.
	Remote bool
	// EditorCommand is the editor and its arguments; "" is VISUAL or EDITOR.
	EditorCommand string
	// In and Out are the terminal itself, which the editor gets; nil leaves it
	// to whoever runs the editor.
	In  io.Reader
	Out io.Writer
}

func (h Host) env(name string) string {
	if h.Getenv == nil {
		return ""
	}
	return h.Getenv(name)
}

// CanBrowse reports whether a link can be opened where the agent sits.
func (h Host) CanBrowse() bool {
	if h.Remote || h.Getenv == nil || h.env("SSH_TTY") != "" || h.env("SSH_CONNECTION") != "" {
		return false
	}
	_, err := h.browser("")
	return err == nil
}

func (h Host) browser(url string) ([]string, error) {
	if b := h.env("BROWSER"); b != "" {
		return append(strings.Fields(b), url), nil
	}
	switch runtime.GOOS {
	case "darwin":
		return []string{"open", url}, nil
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", url}, nil
	}
	if h.env("DISPLAY") == "" && h.env("WAYLAND_DISPLAY") == "" {
		return nil, errors.New("there is no display to open a browser on")
	}
	if _, err := exec.LookPath("xdg-open"); err != nil {
		return nil, errors.New("xdg-open is not installed; set BROWSER to a command that opens a link")
	}
	return []string{"xdg-open", url}, nil
}

// Browse opens an http, https, mailto or tel address in the agent's browser.
// The browser does not see the token.
func (h Host) Browse(ctx context.Context, url string) error {
	scheme, _, _ := strings.Cut(strings.ToLower(url), ":")
	switch scheme {
	case "http", "https", "mailto", "tel":
	default:
		return fmt.Errorf("not opened: %q is no web address", safetext.Line(url))
	}
	argv, err := h.browser(url)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), argv[0], argv[1:]...)
	cmd.Env = withoutTokens(os.Environ())
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	go func() { _ = cmd.Wait() }() // only to leave no zombie; a browser's exit says nothing
	return nil
}

// File looks at a file that is to be attached. "~/" is the home directory.
func (h Host) File(path string) (desk.File, error) {
	if h.Remote {
		return desk.File{}, errors.New("files of this host are not yours to attach; an https:// address can be attached")
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		path = filepath.Join(h.env("HOME"), rest)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return desk.File{}, fmt.Errorf("attach %s: %w", path, err)
	}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return desk.File{}, fmt.Errorf("there is no file %s", path)
	case err != nil:
		return desk.File{}, fmt.Errorf("attach %s: %w", path, err)
	case !info.Mode().IsRegular():
		return desk.File{}, fmt.Errorf("%s is not a file", path)
	case info.Size() == 0:
		return desk.File{}, fmt.Errorf("%s is empty", path)
	case info.Size() > maxFile:
		return desk.File{}, fmt.Errorf("%s has %d MB, Intercom takes 20 MB", path, info.Size()>>20)
	}
	kind, err := contentType(abs)
	if err != nil {
		return desk.File{}, fmt.Errorf("attach %s: %w", path, err)
	}
	return desk.File{Path: abs, Name: filepath.Base(abs), ContentType: kind, Size: info.Size()}, nil
}

func contentType(path string) (string, error) {
	if t := mime.TypeByExtension(filepath.Ext(path)); t != "" {
		t, _, _ = strings.Cut(t, ";")
		return t, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := f.Read(head)
	if err != nil {
		return "", err
	}
	t, _, _ := strings.Cut(http.DetectContentType(head[:n]), ";")
	return t, nil
}

// Editor puts text into a file of the agent's own and returns the command that
// edits it. The file is removed by ReadBack.
func (h Host) Editor(text string) (path string, cmd *exec.Cmd, err error) {
	if h.Remote {
		return "", nil, errors.New("there is no editor of yours on this host; write here, the text is saved as you type")
	}
	argv := strings.Fields(cmp.Or(h.EditorCommand, h.env("VISUAL"), h.env("EDITOR")))
	if len(argv) == 0 {
		return "", nil, errors.New("no editor is set: export EDITOR, for example EDITOR=vi")
	}
	dir, err := os.MkdirTemp("", "parley-")
	if err != nil {
		return "", nil, fmt.Errorf("make a place for the editor's file: %w", err)
	}
	path = filepath.Join(dir, "reply.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return "", nil, fmt.Errorf("write the editor's file: %w", err)
	}
	cmd = exec.CommandContext(context.Background(), argv[0], append(argv[1:], path)...) // an editor is ended by its agent alone
	cmd.Env = withoutTokens(os.Environ())
	cmd.Stdin, cmd.Stdout = h.In, h.Out
	return path, cmd, nil
}

// ReadBack returns what the editor left and removes the file.
func (h Host) ReadBack(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read what the editor wrote: %w", err)
	}
	_ = os.RemoveAll(filepath.Dir(path)) // a file left behind in the agent's own temporary directory does no harm
	return strings.TrimRight(string(b), "\n"), nil
}

// withoutTokens drops the variables that can hold a token.
func withoutTokens(env []string) []string {
	var out []string
	for _, kv := range env {
		name, _, _ := strings.Cut(kv, "=")
		if !strings.Contains(name, "TOKEN") || !strings.HasPrefix(name, "INTERCOM") && !strings.HasPrefix(name, "PARLEY") {
			out = append(out, kv)
		}
	}
	return out
}
