-- The role of origin-service. It is the cluster's, not the database's, so another database may have made it already.
do $$
begin
  create role tideline_reader login;
exception when duplicate_object or unique_violation then null;
end $$;
alter role tideline_reader password '${reader_password}';
alter role tideline_reader set search_path = tideline;
grant usage on schema tideline to tideline_reader;
-- Keys are made by gateways by way of origin-service, and are never changed or removed there.
grant select, insert on subject_keys to tideline_reader;
grant select on resources, writes, applied_through, parked_writes, settled_positions to tideline_reader;
