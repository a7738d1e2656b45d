package sandbox

import (
	"encoding/json"
	"html"
	"regexp"
	"strconv"
	"strings"
)

func (e encoder) part(p *part) object {
	o := object{
		"type": "conversation_part", "id": strconv.FormatInt(p.id, 10), "part_type": p.kind,
		"body": nil, "created_at": p.created, "updated_at": p.updated, "notified_at": p.noticed,
		"assigned_to": nil, "author": e.author(p.author), "attachments": e.attachments(p.attachments),
		"external_id": orNull(p.externalID), "redacted": p.redacted,
	}
	if p.body != "" || len(p.attachments) > 0 {
		o["body"] = e.body(p.body)
	}
	if p.assignedTo != nil {
		o["assigned_to"] = object{"type": p.assignedTo.kind, "id": orNull(p.assignedTo.id)}
	}
	if e.v >= v213 {
		e.newerPartFields(p, o)
	}
	return o
}

func (e encoder) newerPartFields(p *part, o object) {
	tags := make([]object, len(p.tags))
	for i, t := range p.tags {
		tags[i] = e.tag(t)
	}
	o["state"], o["tags"], o["app_package_code"] = p.state, tags, nil
	o["event_details"] = json.RawMessage("{}")
	if len(p.eventDetails) > 0 {
		o["event_details"] = p.eventDetails
	}
	o["email_message_metadata"] = nil
	if p.emailSubject != "" {
		o["email_message_metadata"] = object{
			"subject": p.emailSubject,
			"email_address_headers": []object{
				{"type": "from", "email_address": p.author.email, "name": orNull(p.author.name)},
				{"type": "to", "email_address": supportAddress, "name": "Hedgerow"},
			},
		}
	}
	if e.v >= v214 {
		meta := object{}
		if len(p.quickReplies) > 0 {
			meta["quick_reply_options"] = p.quickReplies
		}
		o["metadata"] = meta
	}
}

func (e encoder) author(a author) object {
	o := object{"type": a.kind, "id": a.id, "name": orNull(a.name), "email": a.email}
	if e.v >= v214 {
		o["from_ai_agent"], o["is_ai_answer"] = a.ai, a.aiAnswer
	}
	return o
}

func (e encoder) attachments(as []attachment) []object {
	out := make([]object, len(as))
	for i, a := range as {
		f := a.file
		o := object{
			"type": "upload", "name": f.name, "url": e.fileURL(f),
			"content_type": f.contentType, "filesize": len(f.data),
		}
		if f.width > 0 {
			o["width"], o["height"] = f.width, f.height
		}
		out[i] = o
	}
	return out
}

// body is HTML as it goes out: with signed addresses for the images of the
// sample workspace, or as plain text when that was asked for.
func (e encoder) body(s string) string {
	if strings.Contains(s, fileScheme) {
		s = fileRef.ReplaceAllStringFunc(s, func(ref string) string {
			if f := e.w.files[ref[len(fileScheme):]]; f != nil {
				return html.EscapeString(e.fileURL(f))
			}
			return ref
		})
	}
	return e.text(s)
}

func (e encoder) text(s string) string {
	if !e.plain {
		return s
	}
	return plainText(s, e.v >= v216)
}

// fileScheme marks a file of the sample workspace in an src attribute.
const fileScheme = "sandbox-file:"

var fileRef = regexp.MustCompile(fileScheme + `[A-Za-z0-9._-]+`)
