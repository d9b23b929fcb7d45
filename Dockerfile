# syntax=docker/dockerfile:1
# Image with monday-load, monday-board and dbt for both engines, for Kestra's Docker runner or
# any scheduler:  docker build -t monday-to-sqlserver .
#
# Debian 12 by name: its packages.microsoft.com repository is signed with the key below, the one
# of Debian 13 with another.
FROM python:3.13-slim-bookworm

# The driver comes from Microsoft's own repository rather than from the wheel mssql-python-odbc,
# which holds the same library: the package registers the driver under the name that profiles use
# (ODBC Driver 18 for SQL Server), brings its Kerberos and TLS libraries, and is documented for
# this use; the wheel is made for Microsoft's mssql-python alone.
# git: Kestra and dbt call it when the project or a dbt package is cloned.
ADD --chmod=644 https://packages.microsoft.com/keys/microsoft.asc /etc/apt/keyrings/microsoft.asc
RUN echo "deb [arch=amd64,arm64 signed-by=/etc/apt/keyrings/microsoft.asc]" \
        "https://packages.microsoft.com/debian/12/prod bookworm main" \
        > /etc/apt/sources.list.d/microsoft.list \
    && apt-get update \
    && ACCEPT_EULA=Y apt-get install --yes --no-install-recommends git odbcinst unixodbc msodbcsql18 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/monday-to-sqlserver
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY loader ./loader
COPY dbt_project ./dbt_project
# The build stops here when the driver or an entry point is missing, not the first night's load.
RUN pip install --no-cache-dir --constraint constraints.txt '.[azure]' \
    && odbcinst -q -d -n "ODBC Driver 18 for SQL Server" \
    && monday-load --help > /dev/null \
    && test -f "$(monday-board package-path)/dbt_project.yml" \
    && dbt --version

# Not root. Kestra's Docker runner hands over a working directory of its own user, where only
# root may write: the generated flow therefore asks for `user: root` (setting `user`).
RUN useradd --create-home --uid 1000 monday
USER monday
WORKDIR /home/monday
ENV PYTHONUNBUFFERED=1

CMD ["monday-load", "--help"]
