"""One look less for every message that is saved: its room's row is locked by then, and rooms are never deleted."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE chat.messages DROP CONSTRAINT messages_room_id_fkey")


def downgrade() -> None:
    op.execute("ALTER TABLE chat.messages ADD FOREIGN KEY (room_id) REFERENCES chat.rooms (id)")
