package ui

import (
	"os/exec"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/pane"
)

// fileFound is the answer to which file is to be attached.
type fileFound struct {
	file desk.File
	err  error
}

// editorReady says that the text lies in a file for $EDITOR.
type editorReady struct {
	path string
	cmd  *exec.Cmd
	err  error
}

// editorDone says that $EDITOR has ended.
type editorDone struct {
	path string
	err  error
}

// editorRead holds the text that $EDITOR left.
type editorRead struct {
	text string
	err  error
}

// findFile looks at the file that is to be attached.
func (m *Model) findFile(path string) tea.Cmd {
	host := m.host
	return func() tea.Msg {
		f, err := host.File(path)
		return fileFound{f, err}
	}
}

func (m *Model) onFile(msg fileFound) tea.Cmd {
	if msg.err != nil {
		m.composer.Say(pane.Joined(" ", sentence(msg.err), m.env.KeyDoes(keymap.Review, keymap.Attach, "names another.")))
		m.arrangeComposer()
		return nil
	}
	m.composer.AddFile(msg.file)
	m.arrangeComposer()
	return m.draftChanged()
}

// edit saves the draft, then hands the text to $EDITOR.
func (m *Model) edit(text string) tea.Cmd {
	if m.env.Mask.On() {
		return m.say("Presenter mode: the editor would show the text as it is. Leave it first.", true)
	}
	host := m.host
	m.draftDirty = true
	return tea.Sequence(m.saveDraft(), func() tea.Msg {
		path, cmd, err := host.Editor(text)
		return editorReady{path, cmd, err}
	})
}

func (m *Model) onEditorReady(msg editorReady) tea.Cmd {
	if msg.err != nil {
		return m.complain(msg.err)
	}
	return tea.ExecProcess(msg.cmd, func(err error) tea.Msg { return editorDone{msg.path, err} })
}

func (m *Model) onEditorDone(msg editorDone) tea.Cmd {
	host, failure := m.host, msg.err
	return func() tea.Msg {
		text, err := host.ReadBack(msg.path)
		if failure != nil {
			err = failure
		}
		return editorRead{text, err}
	}
}

// onEditorRead takes the text back. After an editor that failed, the composer
// keeps its own.
func (m *Model) onEditorRead(msg editorRead) tea.Cmd {
	if msg.err != nil {
		return m.complain(msg.err)
	}
	m.composer.SetText(msg.text)
	m.setFocus(onComposer)
	return m.draftChanged()
}
