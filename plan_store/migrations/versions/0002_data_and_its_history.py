"""Files kept once, uploads taken back, observations with who, when and why; remembered choices"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEVER = "1970-01-01 00:00:00.000000"  # overwritten below, row by row


def upgrade() -> None:
    # SQLite adds and drops columns in place: a table that others refer to must not be made anew.
    op.create_table(
        "stored_file",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.ods_code"]),
        sa.PrimaryKeyConstraint("organisation", "sha256"),
    )
    op.create_table(
        "read_choice",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.ods_code"]),
        sa.PrimaryKeyConstraint("organisation", "shape"),
    )
    op.add_column("upload", sa.Column("organisation", sa.String(), nullable=False, server_default=""))
    op.add_column("upload", sa.Column("batch", sa.String(), nullable=False, server_default=""))
    op.add_column("upload", sa.Column("deleted_at", sa.DateTime(), nullable=True))
    for name in ("user_id", "user_name", "reason"):
        op.add_column("observation", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("observation", sa.Column("at", sa.DateTime(), nullable=False, server_default=NEVER))
    op.execute(
        "UPDATE upload SET batch = id, organisation = (SELECT programme.organisation FROM measure"
        " JOIN programme ON programme.id = measure.programme_id WHERE measure.id = upload.measure_id)"
    )
    op.execute(
        "INSERT INTO stored_file (organisation, sha256, content) SELECT organisation, sha256, content FROM upload"
        " WHERE id IN (SELECT MIN(id) FROM upload GROUP BY organisation, sha256)"
    )
    for name in ("user_id", "user_name", "at"):
        op.execute(
            f'UPDATE observation SET "{name}" = (SELECT "{name}" FROM upload WHERE upload.id = observation.upload_id)'
            " WHERE upload_id IS NOT NULL"
        )
    op.drop_column("upload", "content")
    op.create_index("ix_upload_file", "upload", ["organisation", "sha256"])
    op.create_index("ix_upload_batch", "upload", ["batch"])
    op.create_index("ix_observation_upload", "observation", ["upload_id"])


def downgrade() -> None:
    op.add_column("upload", sa.Column("content", sa.LargeBinary(), nullable=False, server_default=""))
    op.execute(
        "UPDATE upload SET content = (SELECT content FROM stored_file WHERE stored_file.sha256 = upload.sha256"
        " AND stored_file.organisation = upload.organisation)"
    )
    for name in ("ix_upload_file", "ix_upload_batch"):
        op.drop_index(name, table_name="upload")
    op.drop_index("ix_observation_upload", table_name="observation")
    for name in ("organisation", "batch", "deleted_at"):
        op.drop_column("upload", name)
    for name in ("user_id", "user_name", "reason", "at"):
        op.drop_column("observation", name)
    op.drop_table("read_choice")
    op.drop_table("stored_file")
