"""What people call the parts of a chat in JSON: its list of messages, lists of chats, ids, times.

For: `chat_json`. Not for: who speaks and what is said in a message; see `chat_message`.
"""

# fmt: off
LISTS = (
    "messages", "turns", "transcript", "utterances", "conversation", "dialogue", "dialog", "chat", "entries", "history",
    "log", "events", "lines", "segments", "items", "content", "对话", "對話", "消息", "訊息", "聊天记录", "聊天紀錄",
)
MANY = (
    "conversations", "chats", "dialogues", "dialogs", "calls", "sessions", "transcripts", "data", "records", "results",
    "items", "result", "list", "rows",
)
WHEN = (
    "time", "timestamp", "created_at", "createdAt", "sent_at", "sentAt", "datetime", "date", "at", "ts", "create_time",
    "created", "created_time", "createdTime", "createdDateTime", "sentDateTime", "date_created", "dateCreated", "sent_time",
    "sentTime", "timestamp_ms", "timestampMs", "send_time", "sendTime", "时间", "時間", "发送时间", "發送時間",
)
START = (
    "snippet_time", "time_in_call_secs", "secondsFromStart", "start_s", "start", "start_time", "startTime", "offset",
    "begin",
)
START_MS = ("start_ms", "startMs", "offset_ms", "offsetMs", "start_offset_ms", "startOffsetMs")  # thousandths of seconds
END_MS = ("end_ms", "endMs", "end_offset_ms", "endOffsetMs")
END = ("end_s", "end", "end_time", "endTime")
IDS = (
    "interaction_id", "conversation_id", "conversationId", "convo_id", "conv_id", "chat_id", "chatId", "call_id", "callId",
    "session_id", "sessionId", "dialogue_id", "dialog_id", "thread_id", "contact_id", "ticket_id", "ticketId", "case_id",
    "caseId", "case_number", "uuid", "id", "会话id", "会话ID", "会话编号", "會話編號", "對話編號", "对话编号", "对话ID",
    "對話ID", "工单号", "工單號", "工单编号", "工單編號", "案件编号", "案件編號", "案件号", "案件號", "服务单号", "服務單號",
    "通话编号", "通話編號",
)
BEGUN = ("start_timestamp", "start_time_unix_secs", "recording_start_time", "started_at",
    "start_time", "startTime", "started", "start", "created_at", "createdAt", "date", "timestamp")
DONE = ("end_timestamp", "recording_end_time", "ended_at", "end_time", "endTime", "ended", "end", "closed_at", "closedAt")
# fmt: on
