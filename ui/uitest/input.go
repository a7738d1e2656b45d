package uitest

import (
	"fmt"
	"io"
	"sync"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// keyboard is the line from the terminal to the program. It takes any amount without blocking:
// an emulator that answers a query while the program is busy drawing must not wait for it.
type keyboard struct {
	mu     sync.Mutex
	ready  sync.Cond
	buf    []byte
	closed bool
}

func newKeyboard() *keyboard {
	k := &keyboard{}
	k.ready.L = &k.mu
	return k
}

func (k *keyboard) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed {
		return 0, io.ErrClosedPipe
	}
	k.buf = append(k.buf, p...)
	k.ready.Signal()
	return len(p), nil
}

func (k *keyboard) Read(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.buf) == 0 && !k.closed {
		k.ready.Wait()
	}
	if len(k.buf) == 0 {
		return 0, io.EOF
	}
	n := copy(p, k.buf)
	k.buf = k.buf[n:]
	return n, nil
}

func (k *keyboard) Close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	k.ready.Broadcast()
	return nil
}

// typeKey puts the bytes on the line that a terminal sends for a key: the text it types, the
// emulator's own sequence, or, for what has no classic sequence, the CSI u form.
func (t *Terminal) typeKey(key tea.KeyPressMsg) error {
	letter := key.Code >= 'a' && key.Code <= 'z'
	classic := key.Mod == 0 || key.Mod == tea.ModCtrl && letter || key.Mod == tea.ModShift && key.Code == tea.KeyTab
	switch {
	case key.Text != "":
		_, err := io.WriteString(t.keyboard, key.Text)
		return err
	case classic:
		t.keys.SendKey(uv.KeyPressEvent(key))
		return nil
	case key.Code < ansi.DEL+1:
		_, err := fmt.Fprintf(t.keyboard, "\x1b[%d;%du", key.Code, int(key.Mod)+1)
		return err
	default:
		return fmt.Errorf("no byte sequence for %s", key.Keystroke())
	}
}
